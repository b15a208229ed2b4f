import { InvalidDefinitionError, parseDefinition, problemText } from "@batchline/asl";
import { expect } from "chai";
import { checkIntegrations } from "../../testing/embedded-step-functions.ts";

/** The problems of a definition, each as AWS writes it. */
function problems(definition: unknown): readonly string[] {
  const text = typeof definition === "string" ? definition : JSON.stringify(definition);
  try {
    return checkIntegrations(parseDefinition(text)).map(problemText);
  } catch (error) {
    expect(error).to.be.instanceOf(InvalidDefinitionError);
    return (error as InvalidDefinitionError).problems.map(problemText);
  }
}

const jsonata = (states: object) => ({
  QueryLanguage: "JSONata",
  StartAt: Object.keys(states)[0],
  States: states,
});
const task = (Resource: string, Arguments?: unknown) =>
  jsonata({ T: { Type: "Task", Resource, Arguments, End: true } });

describe("definitions", () => {
  it("names the available resources", () => {
    expect(problems(task("arn:aws:states:::athena:startQueryExecution.sync"))[0]).to.match(
      /^INVALID_RESOURCE: "arn:aws:states:::athena:startQueryExecution.sync" is not in the embedded AWS, which has .*arn:aws:states:::batch:submitJob.sync.* at \/States\/T\/Resource$/,
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

  it("refuses unknown arguments of the called operation, and missing ones", () => {
    const submit = (Arguments: unknown) => problems(task("arn:aws:states:::batch:submitJob.sync", Arguments));
    expect(submit({ jobName: "j", JobQueue: "q", JobDefinition: "{% $states.input %}" })).to.deep.equal([
      "SCHEMA_VALIDATION_FAILED: The field 'jobName' is not supported by Step Functions at /; it is spelled 'JobName' at /States/T/Arguments",
      "SCHEMA_VALIDATION_FAILED: The field 'JobName' is required but was missing at / at /States/T/Arguments",
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
      "SCHEMA_VALIDATION_FAILED: The field 'Kind' is not supported by Step Functions at /DependsOn[0] at /States/T/Arguments",
      "SCHEMA_VALIDATION_FAILED: The field 'name' is not supported by Step Functions at /ContainerOverrides/Environment[0]; it is spelled 'Name' at /States/T/Arguments",
    ]);
    expect(submit("{% $states.input %}")).to.deep.equal([]);
    expect(submit("text")).to.deep.equal([
      "SCHEMA_VALIDATION_FAILED: must be an object or an expression at /States/T/Arguments",
    ]);
  });

  it("refuses arguments of S3 for the items and the results of a distributed Map", () => {
    const files = (ItemReader: object, ResultWriter?: object) =>
      problems(
        jsonata({
          M: {
            Type: "Map",
            ItemReader: {
              ReaderConfig: { InputType: "JSON" },
              Resource: "arn:aws:states:::s3:getObject",
              ...ItemReader,
            },
            ...(ResultWriter && {
              ResultWriter: { Resource: "arn:aws:states:::s3:putObject", ...ResultWriter },
            }),
            ItemProcessor: {
              ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
              StartAt: "P",
              States: { P: { Type: "Pass", End: true } },
            },
            End: true,
          },
        }),
      );
    const items = { Arguments: { Bucket: "b", Key: "{% $states.input.key %}" } };
    expect(files(items, { Arguments: { Bucket: "b", Prefix: "p" } })).to.deep.equal([]);
    expect(files({ Arguments: "{% $states.input %}" }, { Arguments: "{% $states.input %}" })).to.deep.equal(
      [],
    );
    expect(files({ Arguments: { Bucket: 1, Name: "k" } })).to.deep.equal([
      "SCHEMA_VALIDATION_FAILED: The field 'Name' is not supported by Step Functions at / at /States/M/ItemReader/Arguments",
      "SCHEMA_VALIDATION_FAILED: The value for the field 'Bucket' must be a STRING at /States/M/ItemReader/Arguments",
      "SCHEMA_VALIDATION_FAILED: The field 'Key' is required but was missing at / at /States/M/ItemReader/Arguments",
    ]);
    expect(files(items, { Arguments: { Key: "k", Prefix: 1 } })).to.deep.equal([
      "SCHEMA_VALIDATION_FAILED: The field 'Key' is not supported by Step Functions at / at /States/M/ResultWriter/Arguments",
      "SCHEMA_VALIDATION_FAILED: The field 'Bucket' is required but was missing at / at /States/M/ResultWriter/Arguments",
      "SCHEMA_VALIDATION_FAILED: The value for the field 'Prefix' must be a STRING at /States/M/ResultWriter/Arguments",
    ]);
  });

  it("refuses tasks that wait in EXPRESS children of a distributed Map", () => {
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
      "SCHEMA_VALIDATION_FAILED: Express state machine does not support '.sync' service integration at /States/Each/ItemProcessor/States/Job/Resource",
    ]);
  });
});
