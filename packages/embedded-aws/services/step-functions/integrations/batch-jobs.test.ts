import { StopExecutionCommand } from "@aws-sdk/client-sfn";
import { expect } from "chai";
import { Embedded, eventually } from "../../../testing/embedded-step-functions.ts";
import { ended, historyOf, runMachine, startMachine, task } from "../../../testing/executions.ts";

describe("batch:submitJob", () => {
  let aws: Embedded;
  beforeEach(async () => {
    aws = await new Embedded().start();
    aws.allow("lambda:*", "batch:*", "states:*");
  });
  afterEach(() => aws.stop());

  const args = {
    JobName: "import-fetch",
    JobQueue: "queue",
    JobDefinition: "arn:aws:batch:eu-central-1:000000000000:job-definition/fetch:1",
    ArrayProperties: { Size: 3 },
    DependsOn: [{ JobId: "job-0", Type: "N_TO_N" }],
    Parameters: { CamelOrNot: "kept", "with-dash": "kept" },
    ContainerOverrides: {
      Environment: [{ Name: "BATCHLINE_RUN_ID", Value: "{% $states.context.Execution.Name %}" }],
    },
  };

  it("uses camelCase field names for Batch and PascalCase ones for the machine", async () => {
    const { output, name } = await runMachine(aws, task("arn:aws:states:::batch:submitJob", args));
    expect(output).to.include({ JobId: "job-1", JobName: "import-fetch" });
    expect(aws.batch.submissions[0]).to.deep.equal({
      jobName: "import-fetch",
      jobQueue: "queue",
      jobDefinition: args.JobDefinition,
      arrayProperties: { size: 3 },
      dependsOn: [{ jobId: "job-0", type: "N_TO_N" }],
      parameters: { CamelOrNot: "kept", "with-dash": "kept" },
      containerOverrides: { environment: [{ name: "BATCHLINE_RUN_ID", value: name }] },
    });
  });

  it(".sync marks the job, so that Step Functions finds its events: a multi-node job may not have such overrides", async () => {
    aws.batch.onSubmitted((id) => setImmediate(() => aws.batch.end(id, "SUCCEEDED")));
    const { ContainerOverrides: _, ...plain } = args;
    for (const given of [args, plain])
      await runMachine(aws, task("arn:aws:states:::batch:submitJob.sync", given));
    const mark = { name: "MANAGED_BY_AWS", value: "STARTED_BY_STEP_FUNCTIONS" };
    const [own, none] = aws.batch.submissions.map(
      ({ containerOverrides }) => containerOverrides?.environment,
    );
    expect(own?.map(({ name }) => name)).to.deep.equal(["BATCHLINE_RUN_ID", "MANAGED_BY_AWS"]);
    expect(none).to.deep.equal([mark]);
  });

  it(".sync waits for the job and outputs it", async () => {
    const executionArn = await startMachine(aws, task("arn:aws:states:::batch:submitJob.sync", args));
    await eventually(() => aws.batch.job("job-1"));
    aws.batch.end("job-1", "SUCCEEDED");
    const { output } = await ended(aws, executionArn);
    expect(JSON.parse(output ?? "")).to.deep.equal({
      JobId: "job-1",
      JobName: "import-fetch",
      JobQueue: "queue",
      JobDefinition: args.JobDefinition,
      Status: "SUCCEEDED",
      StartedAt: 1000,
      StoppedAt: 2000,
      Parameters: { someKey: "x" },
    });
    const events = await historyOf(aws, executionArn);
    expect(events.map(({ type }) => type)).to.deep.equal([
      "ExecutionStarted",
      "TaskStateEntered",
      "TaskScheduled",
      "TaskStarted",
      "TaskSubmitted",
      "TaskSucceeded",
      "TaskStateExited",
      "ExecutionSucceeded",
    ]);
    const submitted = events[4]?.taskSubmittedEventDetails;
    expect(submitted).to.include({ resourceType: "batch", resource: "submitJob.sync" });
    expect(JSON.parse(submitted?.output ?? "")).to.include({ JobId: "job-1" });
  });

  it(".sync fails with the job as the cause when the job fails", async () => {
    aws.batch.onSubmitted((id) =>
      setImmediate(() => aws.batch.end(id, "FAILED", "Essential container exited")),
    );
    const { error, cause } = await runMachine(aws, task("arn:aws:states:::batch:submitJob.sync", args));
    expect(error).to.equal("States.TaskFailed");
    expect(JSON.parse(cause ?? "")).to.include({
      Status: "FAILED",
      StatusReason: "Essential container exited",
    });
  });

  it(".sync terminates the job when the execution is stopped", async () => {
    const executionArn = await startMachine(aws, task("arn:aws:states:::batch:submitJob.sync", args));
    await eventually(() => aws.batch.job("job-1"));
    await aws.client.send(new StopExecutionCommand({ executionArn, error: "Operator", cause: "not today" }));
    expect(await ended(aws, executionArn)).to.include({
      status: "ABORTED",
      error: "Operator",
      cause: "not today",
    });
    await eventually(() => (aws.batch.job("job-1")?.status === "FAILED" ? true : undefined));
    expect(aws.batch.job("job-1")?.statusReason).to.equal("Terminated by Step Functions: not today");
  });

  it(".sync terminates the job when the task times out", async () => {
    const { error } = await runMachine(
      aws,
      task("arn:aws:states:::batch:submitJob.sync", args, { TimeoutSeconds: 1 }),
    );
    expect(error).to.equal("States.Timeout");
    await eventually(() => (aws.batch.job("job-1")?.status === "FAILED" ? true : undefined));
  });

  it(".sync terminates the jobs of other iterations when one fails", async () => {
    const machine = {
      StartAt: "M",
      States: {
        M: {
          Type: "Map",
          Items: [1, 2, 3],
          ItemProcessor: {
            StartAt: "T",
            States: task("arn:aws:states:::batch:submitJob.sync", args).States,
          },
          End: true,
        },
      },
    };
    const executionArn = await startMachine(aws, machine);
    await eventually(() => aws.batch.job("job-3"));
    aws.batch.end("job-2", "FAILED", "first cause");
    const { error, cause } = await ended(aws, executionArn);
    expect(error).to.equal("States.TaskFailed");
    expect(cause).to.include("first cause");
    await eventually(() => (aws.batch.jobs.every(({ status }) => status === "FAILED") ? true : undefined));
  });

  it("names Batch's errors as AWS does", async () => {
    const wrong = await runMachine(
      aws,
      task("arn:aws:states:::batch:submitJob", { ...args, JobQueue: "none" }),
    );
    expect(wrong.error).to.equal("Batch.ClientException");
    aws.allow("lambda:*");
    const denied = await runMachine(aws, task("arn:aws:states:::batch:submitJob.sync", args));
    expect(denied.error).to.equal("Batch.AWSBatchException");
    expect(denied.cause).to.include("is not authorized to perform: batch:SubmitJob");
  });

  it("ends the execution, whatever is caught, if an expression returns invalid arguments", async () => {
    const invalid = async (Arguments: object | string, input: object = {}) => {
      const definition = {
        QueryLanguage: "JSONata",
        StartAt: "T",
        States: {
          T: {
            Type: "Task",
            Resource: "arn:aws:states:::batch:submitJob",
            Arguments,
            Retry: [{ ErrorEquals: ["States.ALL"] }],
            Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }],
            End: true,
          },
          Caught: { Type: "Succeed" },
        },
      };
      const executionArn = await startMachine(aws, definition, input);
      const { error, cause } = await ended(aws, executionArn);
      const types = (await historyOf(aws, executionArn)).map(({ type }) => type);
      expect(types).to.deep.equal(["ExecutionStarted", "TaskStateEntered", "ExecutionFailed"]);
      expect(error).to.equal("States.Runtime");
      return cause;
    };
    const names = { JobName: "j", jobQueue: "q", JobDefinition: "d" };
    expect(await invalid("{% $states.input %}", names)).to.equal(
      `An error occurred while executing the state 'T' (entered at the event id #2). The Parameters '${JSON.stringify(names)}' could not be used to start the Task: [The field 'jobQueue' is not supported by Step Functions at /; it is spelled 'JobQueue', The field 'JobQueue' is required but was missing at /]`,
    );
    const valued = (Value: string) => ({
      ...args,
      ContainerOverrides: { Environment: [{ Name: "A", Value }] },
    });
    for (const value of [42, true, { a: 1 }])
      expect(await invalid(valued("{% $states.input.f %}"), { f: value })).to.include(
        "could not be used to start the Task: [The value for the field 'Value' must be a STRING]",
      );
    expect(await invalid({ ...args, ArrayProperties: { Size: "{% $string(3) %}" } })).to.include(
      "[The value for the field 'Size' must be an INTEGER]",
    );
    const command = { ContainerOverrides: { Command: "{% $states.input.command[0] %}" } };
    expect(await invalid({ ...args, ...command }, { command: ["true"] })).to.include(
      "[The value for the field 'Command' must be an ARRAY]",
    );
    expect(aws.batch.submissions).to.deep.equal([]);
  });
});
