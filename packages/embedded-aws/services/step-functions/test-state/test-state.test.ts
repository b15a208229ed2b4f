import { TestStateCommand, type TestStateInput } from "@aws-sdk/client-sfn";
import { expect } from "chai";
import { Embedded, roleArn } from "../../../testing/embedded-step-functions.ts";

describe("TestState", () => {
  let aws: Embedded;
  before(async () => {
    aws = await new Embedded().start();
    aws.allow("lambda:InvokeFunction");
    aws.handlers.set("add-one", (event) => ({ n: (event as { n: number }).n + 1 }));
  });
  after(() => aws.stop());

  const send = async (definition: object, more: Omit<TestStateInput, "definition"> = {}) => {
    const { $metadata: _, ...answer } = await aws.client.send(
      new TestStateCommand({
        definition: JSON.stringify({ QueryLanguage: "JSONata", ...definition }),
        ...more,
      }),
    );
    return answer;
  };
  const refusal = async (...test: Parameters<typeof send>) => {
    const failure = await send(...test).then(
      () => undefined,
      (cause: Error) => cause,
    );
    return `${failure?.name}: ${failure?.message}`;
  };
  const invoke = {
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Arguments: { FunctionName: "add-one", Payload: "{% $states.input %}" },
    Output: "{% $states.result.Payload %}",
    Next: "Elsewhere",
  };
  const input = '{"n":1}';

  it("runs a Task with the role, and says where it leads", async () => {
    expect(await send(invoke, { input, roleArn })).to.deep.equal({
      status: "SUCCEEDED",
      output: '{"n":2}',
      nextState: "Elsewhere",
    });
  });

  it("shows arguments, result and variables at the level DEBUG", async () => {
    const { inspectionData } = await send(
      { ...invoke, Assign: { seen: "{% $states.result.Payload.n %}" } },
      { input, roleArn, inspectionLevel: "DEBUG", variables: '{"a":1}' },
    );
    expect(inspectionData?.input).to.equal(input);
    expect(inspectionData?.afterArguments).to.equal('{"FunctionName":"add-one","Payload":{"n":1}}');
    expect(JSON.parse(inspectionData?.result ?? "")).to.include({ StatusCode: 200 });
    expect(inspectionData?.variables).to.equal('{"a":1,"seen":2}');
  });

  it("says which retrier and which catcher a failure meets", async () => {
    const state = {
      ...invoke,
      Retry: [{ ErrorEquals: ["Flaky"], IntervalSeconds: 3, MaxAttempts: 2 }],
      Catch: [{ ErrorEquals: ["Flaky"], Next: "Give up", Output: "{% $states.errorOutput %}" }],
    };
    const mock = { errorOutput: { error: "Flaky", cause: "once more" } };
    const at = (retrierRetryCount: number) =>
      send(state, { mock, inspectionLevel: "DEBUG", stateConfiguration: { retrierRetryCount } });
    const retried = await at(1);
    expect(retried).to.include({ status: "RETRIABLE", error: "Flaky", cause: "once more" });
    expect(retried.inspectionData?.errorDetails).to.deep.equal({
      retryIndex: 0,
      retryBackoffIntervalSeconds: 6,
    });
    const caught = await at(2);
    expect(caught).to.include({ status: "CAUGHT_ERROR", nextState: "Give up" });
    expect(caught.output).to.equal('{"Error":"Flaky","Cause":"once more"}');
    expect(caught.inspectionData?.errorDetails).to.deep.equal({ catchIndex: 0 });
  });

  it("refuses what is nested deeper than a request may be", async () => {
    const deep = "[".repeat(5000) + "]".repeat(5000);
    const pass = { Type: "Pass", End: true };
    const task = { ...invoke, Next: "B" };
    expect(await refusal(pass, { input: deep })).to.include(
      "InvalidExecutionInput: The input is not valid JSON",
    );
    for (const more of [{ variables: `{"a":${deep}}` }, { context: `{"Execution":{"Input":${deep}}}` }])
      expect(await refusal(pass, more)).to.include("valid JSON");
    expect(await refusal(task, { mock: { result: deep } })).to.include("Mocked result must be valid JSON");
  });

  it("mocks a Map, with failed iterations and the tolerated ones", async () => {
    const inside = { StartAt: "I", States: { I: { Type: "Task", Resource: "not looked at", End: true } } };
    const map = { Type: "Map", ItemProcessor: inside, ToleratedFailureCount: 1, End: true };
    const mapped = (failures: number) =>
      send(map, {
        input: "[1,2]",
        mock: { result: '["a","b"]' },
        stateConfiguration: { mapIterationFailureCount: failures },
      });
    expect(await mapped(1)).to.deep.equal({ status: "SUCCEEDED", output: '["a","b"]' });
    expect((await mapped(2)).error).to.equal("States.ExceedToleratedFailureThreshold");
  });

  it("tests a state of a machine, at any depth", async () => {
    const block = { StartAt: "Deep", States: { Deep: { Type: "Pass", Output: 1, End: true } } };
    const machine = { StartAt: "P", States: { P: { Type: "Parallel", Branches: [block], End: true } } };
    expect(await send(machine, { stateName: "Deep" })).to.deep.equal({ status: "SUCCEEDED", output: "1" });
  });

  it("reads the context object that it is given", async () => {
    const definition = { Type: "Pass", Output: "{% $states.context.Execution.Name %}", End: true };
    const given = await send(definition, { context: '{"Execution":{"Name":"run-7"}}' });
    expect(given.output).to.equal('"run-7"');
  });

  it("refuses what AWS refuses, in its words", async () => {
    const invalid = "ValidationException: ";
    const mock = { result: "{}" };
    const start = { Type: "Task", Resource: "arn:aws:states:::states:startExecution", End: true };
    expect(await refusal({ Type: "Pass", End: true }, { mock })).to.equal(
      `${invalid}State type 'Pass' is not supported when a mock is specified`,
    );
    expect(await refusal({ ...start, Arguments: { StateMachineArn: "x" } }, { mock })).to.equal(
      `${invalid}Mock result schema validation error: Required field 'ExecutionArn' is missing`,
    );
    expect(await refusal(invoke, { mock: { result: '{"StatusCode":"200"}' } })).to.equal(
      `${invalid}Mock result schema validation error: Field 'StatusCode' must be a number`,
    );
    expect(await refusal(invoke, { mock: { result: "{", fieldValidationMode: "NONE" } })).to.equal(
      `${invalid}Mocked result must be valid JSON`,
    );
    expect(await refusal(invoke, { mock, context: '{"Execution":{"Id":1}}' })).to.equal(
      `${invalid}Invalid Context object provided: Execution.Id must be a string`,
    );
    expect(await refusal({ Type: "Parallel", Branches: [], End: true }, { mock })).to.equal(
      "InvalidDefinition: Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Value cannot be empty at /States/StateName/Branches'",
    );
  });
});
