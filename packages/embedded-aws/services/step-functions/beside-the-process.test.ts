import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import { realClock } from "@batchline/clock";
import { SideThread } from "@batchline/state-machines";
import { expect } from "chai";
import { Embedded, eventually, machineArn, roleArn } from "../../testing/embedded-step-functions.ts";
import { startExecution } from "../../testing/executions.ts";
import { definitionProblems } from "./definition-check.ts";

describe("what would hold the process", () => {
  let aws: Embedded;
  before(async () => {
    aws = await new Embedded(realClock, { thread: new SideThread({ evaluate: 400 }) }).start();
  });
  after(() => aws.stop());

  const pass = (Output: unknown) => ({
    QueryLanguage: "JSONata",
    StartAt: "P",
    States: { P: { Type: "Pass", Output, End: true } },
  });
  const run = async (name: string, Output: unknown) => {
    const { executionArn } = await startExecution(aws, aws.create(name, pass(Output)), "run", "{}");
    return eventually(async () => {
      const execution = await aws.client.send(new DescribeExecutionCommand({ executionArn }));
      return execution.status === "RUNNING" ? undefined : execution;
    });
  };

  it("fails as on AWS, while others are answered", async () => {
    const endless = run("endless", `{% $match('${"a".repeat(60)}b', /^(a+)+$/) %}`);
    expect((await run("small", "{% 1 + 1 %}")).output).to.equal("2");
    const { status, error, cause } = await endless;
    expect([status, error]).to.deep.equal(["FAILED", "States.QueryEvaluationError"]);
    expect(cause).to.match(
      /threw an error during evaluation: Expression evaluation timeout: Check for infinite loop$/,
    );
  });

  it("is the check of a large definition too, which refuses as that of a small one", async () => {
    const name = "large";
    const sums = Array.from({ length: 4000 }, (_, number) => `{% $sum([${number}, $states.input.n]) %}`);
    const definition = JSON.stringify(pass(sums));
    expect(definition.length).to.be.above(100_000);
    await aws.client.send(new CreateStateMachineCommand({ name, roleArn, definition }));
    const changed = new UpdateStateMachineCommand({
      stateMachineArn: machineArn(name),
      definition: JSON.stringify(pass([...sums, "{% phone %}"])),
    });
    const refused = await aws.client.send(changed).catch((cause: Error) => cause);
    expect(refused).to.have.property(
      "message",
      "Invalid State Machine Definition: 'UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'phone' at the top level is not supported. at /States/P/Output[4000]'",
    );
  });

  it("is refused when even the thread cannot do it in time", async () => {
    const thread = new SideThread({ check: 1 });
    const found = async (Output: string) => {
      const problems = await definitionProblems(JSON.stringify(pass(Output)), [], thread);
      return problems.map(({ message }) => message);
    };
    const tooLong = ["the embedded AWS cannot check the definition: it takes too much time"];
    expect(await found("x".repeat(1000))).to.deep.equal(tooLong);
    expect(await found(`{% ${"(".repeat(9)}1${" ?: 1)".repeat(9)} %}`)).to.deep.equal(tooLong);
    expect(await found("x".repeat(900))).to.deep.equal([]);
    await thread.close();
  });
});
