import { InvalidDefinition, parseDefinition } from "@batchline/asl";
import { expect } from "chai";
import { checkIntegrations } from "./integrations/check.ts";

function problems(definition: unknown): readonly string[] {
  try {
    return checkIntegrations(
      parseDefinition(typeof definition === "string" ? definition : JSON.stringify(definition)),
    );
  } catch (error) {
    expect(error).to.be.instanceOf(InvalidDefinition);
    return (error as InvalidDefinition).problems;
  }
}

const jsonata = (states: object, more: object = {}) => ({
  QueryLanguage: "JSONata",
  StartAt: Object.keys(states)[0],
  States: states,
  ...more,
});
const end = { Type: "Pass", End: true };
const task = (Resource: string, Arguments?: unknown) =>
  jsonata({ T: { Type: "Task", Resource, Arguments, End: true } });

describe("definitions", () => {
  it("accepts a machine whose states each say that they speak JSONata", () => {
    expect(problems({ StartAt: "A", States: { A: { ...end, QueryLanguage: "JSONata" } } })).to.deep.equal([]);
  });

  it("says clearly that JSONPath machines do not run here", () => {
    expect(problems({ StartAt: "A", States: { A: { ...end, ResultPath: "$.x" } } })).to.deep.equal([
      '/States/A: uses JSONPath; the embedded AWS runs JSONata only. Set "QueryLanguage": "JSONata" on the state machine.',
    ]);
    const inner = {
      Type: "Map",
      ItemProcessor: { StartAt: "I", States: { I: { ...end, QueryLanguage: "JSONPath" } } },
      End: true,
    };
    expect(problems(jsonata({ M: inner }))[0]).to.match(
      /^\/States\/M\/ItemProcessor\/States\/I: uses JSONPath/,
    );
    expect(problems(jsonata({ A: { ...end, Parameters: {} } }))).to.deep.equal([
      "/States/A/Parameters: is a field of JSONPath; use Arguments, Output, Assign or an expression",
    ]);
  });

  it("says where the JSON is broken, or what is no state machine", () => {
    expect(problems("{")[0]).to.match(/^\/: not JSON: /);
    expect(problems("[]")[0]).to.match(/^\/: /);
    expect(problems(jsonata({ A: { Type: "Loop" } }))[0]).to.match(/^\/States\/A\/Type: /);
    expect(problems(jsonata({ A: { ...end, Colour: "red" } }))).to.deep.equal([
      "/States/A/Colour: a JSONata state has no such field here",
    ]);
    expect(problems(jsonata({ A: { Type: "Pass" } }))).to.deep.equal(["/States/A: needs either Next or End"]);
    expect(problems(jsonata({ A: { Type: "Wait", End: true } }))).to.deep.equal([
      "/States/A: needs either Seconds or Timestamp",
    ]);
  });

  it("lists every problem at once", () => {
    const states = {
      A: { Type: "Pass", Next: "Nowhere" },
      B: { Type: "Pass", Output: "{% 1 + %}", End: true },
      "": end,
    };
    expect(problems(jsonata(states))).to.have.length.greaterThan(0);
    const { "": _, ...named } = states;
    expect(problems(jsonata(named))).to.deep.equal([
      '/States/A/Next: there is no state "Nowhere" here',
      "/States/B: no other state leads here",
      "/States/B/Output: S0207: Unexpected end of expression in the JSONata expression '1 +'",
    ]);
  });

  it("checks each block by itself, but names over the whole machine", () => {
    const P = {
      Type: "Parallel",
      Branches: [
        { StartAt: "In", States: { In: { Type: "Pass", Next: "Out" } } },
        { StartAt: "P", States: { P: end } },
      ],
      Next: "Out",
    };
    expect(problems(jsonata({ P, Out: end }))).to.deep.equal([
      "/States/P/Branches/1/States/P: the name is taken by /States/P; names are unique in a machine",
      '/States/P/Branches/0/States/In/Next: there is no state "Out" here',
    ]);
  });

  it("wants States.ALL alone and last", () => {
    const T = (rules: object) =>
      jsonata({
        T: {
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke",
          Arguments: { FunctionName: "f" },
          End: true,
          ...rules,
        },
        C: end,
      });
    const all = { ErrorEquals: ["States.ALL"] };
    expect(problems(T({ Catch: [{ ErrorEquals: ["States.ALL", "X"], Next: "C" }] }))[0]).to.include(
      "must stand alone",
    );
    expect(
      problems(T({ Retry: [all, { ErrorEquals: ["X"] }], Catch: [{ ...all, Next: "C" }] })),
    ).to.deep.equal(["/States/T/Retry/0/ErrorEquals: States.ALL must be in the last one"]);
  });

  it("refuses operators that JSONata 2.0.6 on AWS does not have, but not their look-alikes", () => {
    const output = (Output: string) => problems(jsonata({ A: { ...end, Output } }));
    expect(output("{% $states.input.a ?? 1 %}")[0]).to.include("the operator ?? is not in JSONata 2.0.6");
    expect(output("{% $states.input.a ?: 1 %}")[0]).to.include("the operator ?: is not in JSONata 2.0.6");
    expect(output("{% '??' & \"?:\" & $replace('x', /(?:a)??b/, '') /* ?: */ %}")).to.deep.equal([]);
  });

  it("keeps inner states from assigning variables of outer ones", () => {
    const M = {
      Type: "Map",
      ItemProcessor: { StartAt: "I", States: { I: { ...end, Assign: { total: 1, own: 2 } } } },
      Assign: { states: 1, "no-name": 2 },
      Next: "Z",
    };
    expect(problems(jsonata({ M, Z: { ...end, Assign: { total: 0 } } }))).to.deep.equal([
      '/States/M/Assign/states: "states" is reserved',
      '/States/M/Assign/no-name: "no-name" is not a variable name',
      '/States/M/ItemProcessor/States/I/Assign/total: "total" is assigned outside, at /States/Z/Assign/total; inner states can only read it',
    ]);
  });

  it("says what resources there are", () => {
    expect(problems(task("arn:aws:states:::athena:startQueryExecution.sync"))[0]).to.match(
      /^\/States\/T\/Resource: "arn:aws:states:::athena:startQueryExecution.sync" is not in the embedded AWS, which has .*arn:aws:states:::batch:submitJob.sync/,
    );
    expect(problems(task("arn:aws:states:::aws-sdk:athena:startQueryExecution"))[0]).to.include(
      "of aws-sdk the embedded AWS has batch, cloudwatchlogs, dynamodb, ecs, eventbridge, glue, lambda, s3, sesv2, sfn, sns, sqs, sts",
    );
    expect(problems(task("arn:aws:states:::aws-sdk:s3:fetchObject"))[0]).to.include(
      'S3 has no operation "fetchObject"',
    );
    expect(problems(task("arn:aws:states:::batch:submitJob.waitForTaskToken"))[0]).to.include(
      "is not in the embedded AWS",
    );
  });

  it("refuses arguments that the called operation does not have, and misses those it needs", () => {
    const submit = (Arguments: unknown) => problems(task("arn:aws:states:::batch:submitJob.sync", Arguments));
    expect(submit({ jobName: "j", JobQueue: "q", JobDefinition: "{% $states.input %}" })).to.deep.equal([
      "/States/T/Arguments: The field 'jobName' is not supported by Step Functions at /; it is spelled 'JobName'",
      "/States/T/Arguments: The field 'JobName' is required but was missing at /",
    ]);
    expect(
      submit({
        JobName: "j",
        JobQueue: "q",
        JobDefinition: "d",
        Parameters: { anyKey: "at all" },
        DependsOn: [{ JobId: "1", Kind: "N_TO_N" }],
        ContainerOverrides: { Environment: [{ name: "A", Value: "b" }] },
      }),
    ).to.deep.equal([
      "/States/T/Arguments: The field 'Kind' is not supported by Step Functions at /DependsOn[0]",
      "/States/T/Arguments: The field 'name' is not supported by Step Functions at /ContainerOverrides/Environment[0]; it is spelled 'Name'",
    ]);
    expect(submit("{% $states.input %}")).to.deep.equal([]);
    expect(submit("text")).to.deep.equal(["/States/T/Arguments: must be an object or an expression"]);
  });

  it("refuses what an EXPRESS child of a distributed Map cannot do", () => {
    const wait = { Type: "Task", Resource: "arn:aws:states:::batch:submitJob.sync", End: true };
    const map = (ExecutionType: string) =>
      jsonata({
        Each: {
          Type: "Map",
          ItemProcessor: {
            ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType },
            StartAt: "Job",
            States: { Job: wait },
          },
          End: true,
        },
      });
    expect(problems(map("STANDARD"))).to.deep.equal([]);
    expect(problems(map("EXPRESS"))).to.deep.equal([
      "/States/Each/ItemProcessor/States/Job/Resource: an EXPRESS execution cannot wait by .sync; use STANDARD",
    ]);
  });
});
