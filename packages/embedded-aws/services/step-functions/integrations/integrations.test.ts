import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  GetExecutionHistoryCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { expect } from "chai";
import { Embedded, eventually, FunctionError, isOver } from "../../../testing/embedded-step-functions.ts";

describe("integrations", () => {
  let aws: Embedded;
  beforeEach(async () => {
    aws = await new Embedded().start();
    aws.allow("lambda:*", "batch:*", "states:*");
  });
  afterEach(() => aws.stop());

  const start = async (name: string, definition: object, input: unknown = {}) => {
    const stateMachineArn = aws.create(name, definition);
    const command = new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) });
    return (await aws.client.send(command)).executionArn;
  };
  const ended = (executionArn: string | undefined): Promise<DescribeExecutionOutput> =>
    eventually(async () => {
      const execution = await aws.client.send(new DescribeExecutionCommand({ executionArn }));
      return isOver(execution.status) ? execution : undefined;
    });
  const run = async (definition: object, input: unknown = {}) => {
    const execution = await ended(await start("machine", definition, input));
    return { ...execution, output: JSON.parse(execution.output ?? "null") };
  };
  const task = (Resource: string, Arguments: unknown, more: object = {}) => ({
    StartAt: "T",
    States: { T: { Type: "Task", Resource, Arguments, ...more, End: true } },
  });
  const historyOf = async (executionArn: string | undefined) =>
    (await aws.client.send(new GetExecutionHistoryCommand({ executionArn }))).events ?? [];

  describe("lambda:invoke", () => {
    const invoke = "arn:aws:states:::lambda:invoke";

    it("sends any JSON as Payload and gets the answer as JSON, with what AWS adds", async () => {
      aws.handlers.set("plan", (event) => ({ got: event }));
      const { output } = await run(task(invoke, { FunctionName: "plan", Payload: { n: "{% 1 + 1 %}" } }));
      expect(output).to.deep.include({
        ExecutedVersion: "$LATEST",
        Payload: { got: { n: 2 } },
        StatusCode: 200,
      });
      expect(output.SdkHttpMetadata).to.deep.equal({ HttpStatusCode: 200 });
      expect(output.SdkResponseMetadata.RequestId).to.match(/^[\da-f-]{36}$/);
    });

    it("makes an error of what the function failed with", async () => {
      aws.handlers.set("plan", () => {
        throw new FunctionError("PlanError", "no tenants");
      });
      const { status, error, cause } = await run(task(invoke, { FunctionName: "plan" }));
      expect({ status, error }).to.deep.equal({ status: "FAILED", error: "PlanError" });
      expect(JSON.parse(cause ?? "")).to.deep.equal({ errorType: "PlanError", errorMessage: "no tenants" });
    });

    it("names the service's errors as AWS does", async () => {
      const { error, cause } = await run(task(invoke, { FunctionName: "missing" }));
      expect(error).to.equal("Lambda.ResourceNotFoundException");
      expect(cause).to.match(
        /^Function not found: missing \(Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: [\da-f-]{36}; Proxy: null\)$/,
      );
    });

    it("acts with the machine's role, and no more rights than that", async () => {
      aws.allow("batch:*");
      aws.handlers.set("plan", () => "never");
      const { error, cause } = await run(task(invoke, { FunctionName: "plan" }));
      expect(error).to.equal("Lambda.AWSLambdaException");
      expect(cause).to.match(
        /^User: arn:aws:sts::000000000000:assumed-role\/machine\/[\w-]+ is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:eu-central-1:000000000000:function:plan/,
      );
    });

    it("calls a function by its own ARN, with events of its own", async () => {
      aws.handlers.set("plan", (event) => [event]);
      const executionArn = await start(
        "machine",
        task("arn:aws:lambda:eu-central-1:000000000000:function:plan", "{% $states.input.x %}"),
        { x: 5 },
      );
      expect((await ended(executionArn)).output).to.equal("[5]");
      const events = await historyOf(executionArn);
      expect(events.map(({ type }) => type)).to.deep.equal([
        "ExecutionStarted",
        "TaskStateEntered",
        "LambdaFunctionScheduled",
        "LambdaFunctionStarted",
        "LambdaFunctionSucceeded",
        "TaskStateExited",
        "ExecutionSucceeded",
      ]);
      expect(events[2]?.lambdaFunctionScheduledEventDetails).to.include({ input: "5" });
      expect(events[4]?.lambdaFunctionSucceededEventDetails).to.include({ output: "[5]" });
    });
  });

  describe("lambda:invoke.waitForTaskToken", () => {
    const waiting = (more: object = {}) =>
      task(
        "arn:aws:states:::lambda:invoke.waitForTaskToken",
        { FunctionName: "ask", Payload: { token: "{% $states.context.Task.Token %}" } },
        more,
      );

    it("goes on when someone reports, and outputs the report", async () => {
      const { SendTaskSuccessCommand } = await import("@aws-sdk/client-sfn");
      aws.handlers.set("ask", async (event) => {
        const { token } = event as { token: string };
        await aws.client.send(new SendTaskSuccessCommand({ taskToken: token, output: '{"approved":true}' }));
      });
      const executionArn = await start("machine", waiting());
      expect((await ended(executionArn)).output).to.equal('{"approved":true}');
      const types = (await historyOf(executionArn)).map(({ type }) => type);
      expect(types).to.include.members(["TaskSubmitted", "TaskSucceeded"]);
    });

    it("fails as the report says", async () => {
      const { SendTaskFailureCommand, SendTaskHeartbeatCommand } = await import("@aws-sdk/client-sfn");
      let reported = "";
      aws.handlers.set("ask", async (event) => {
        reported = (event as { token: string }).token;
        await aws.client.send(new SendTaskHeartbeatCommand({ taskToken: reported }));
        await aws.client.send(
          new SendTaskFailureCommand({ taskToken: reported, error: "Refused", cause: "too dear" }),
        );
      });
      const { error, cause } = await run(waiting());
      expect({ error, cause }).to.deep.equal({ error: "Refused", cause: "too dear" });
      const late = new SendTaskHeartbeatCommand({ taskToken: reported });
      expect(await aws.client.send(late).catch(({ name }) => name)).to.equal("TaskTimedOut");
      const wrong = new SendTaskHeartbeatCommand({ taskToken: "never given" });
      expect(await aws.client.send(wrong).catch(({ name }) => name)).to.equal("InvalidToken");
    });

    it("times out when no sign of life comes", async () => {
      aws.handlers.set("ask", () => "thinking");
      const { error, output } = await run({
        StartAt: "T",
        States: {
          T: {
            ...waiting({ HeartbeatSeconds: 1 }).States.T,
            Catch: [{ ErrorEquals: ["States.HeartbeatTimeout"], Next: "Late" }],
          },
          Late: { Type: "Pass", End: true },
        },
      });
      expect(error).to.equal(undefined);
      expect(output).to.deep.equal({ Error: "States.Timeout" });
    });
  });

  describe("batch:submitJob", () => {
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

    it("gives Batch its own field names, and the machine PascalCase ones", async () => {
      const { output, name } = await run(task("arn:aws:states:::batch:submitJob", args));
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

    it(".sync waits for the job and outputs it", async () => {
      const executionArn = await start("machine", task("arn:aws:states:::batch:submitJob.sync", args));
      await eventually(() => aws.batch.job("job-1"));
      aws.batch.end("job-1", "SUCCEEDED");
      const { output } = await ended(executionArn);
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
      const events = await historyOf(executionArn);
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
      const { error, cause } = await run(task("arn:aws:states:::batch:submitJob.sync", args));
      expect(error).to.equal("States.TaskFailed");
      expect(JSON.parse(cause ?? "")).to.include({
        Status: "FAILED",
        StatusReason: "Essential container exited",
      });
    });

    it(".sync terminates the job when the execution is stopped", async () => {
      const executionArn = await start("machine", task("arn:aws:states:::batch:submitJob.sync", args));
      await eventually(() => aws.batch.job("job-1"));
      await aws.client.send(
        new StopExecutionCommand({ executionArn, error: "Operator", cause: "not today" }),
      );
      expect(await ended(executionArn)).to.include({
        status: "ABORTED",
        error: "Operator",
        cause: "not today",
      });
      await eventually(() => (aws.batch.job("job-1")?.status === "FAILED" ? true : undefined));
      expect(aws.batch.job("job-1")?.statusReason).to.equal("Terminated by Step Functions: not today");
    });

    it(".sync terminates the job when the task times out", async () => {
      const { error } = await run(task("arn:aws:states:::batch:submitJob.sync", args, { TimeoutSeconds: 1 }));
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
      const executionArn = await start("machine", machine);
      await eventually(() => aws.batch.job("job-3"));
      aws.batch.end("job-2", "FAILED", "first cause");
      const { error, cause } = await ended(executionArn);
      expect(error).to.equal("States.TaskFailed");
      expect(cause).to.include("first cause");
      await eventually(() => (aws.batch.jobs.every(({ status }) => status === "FAILED") ? true : undefined));
    });

    it("names Batch's errors as AWS does", async () => {
      const wrong = await run(task("arn:aws:states:::batch:submitJob", { ...args, JobQueue: "none" }));
      expect(wrong.error).to.equal("Batch.ClientException");
      aws.allow("lambda:*");
      const denied = await run(task("arn:aws:states:::batch:submitJob.sync", args));
      expect(denied.error).to.equal("Batch.AWSBatchException");
      expect(denied.cause).to.include("is not authorized to perform: batch:SubmitJob");
    });

    it("refuses arguments that only an expression brought", async () => {
      const { error, cause } = await run(task("arn:aws:states:::batch:submitJob", "{% $states.input %}"), {
        JobName: "j",
        jobQueue: "q",
        JobDefinition: "d",
      });
      expect(error).to.equal("States.Runtime");
      expect(cause).to.equal(
        "The field 'JobQueue' is required but was missing at /; The field 'jobQueue' is not supported by Step Functions at /; it is spelled 'JobQueue'",
      );
    });
  });

  it("an interpreter that breaks fails the execution with the stack, instead of losing it", async () => {
    aws.batch.waitForJob = async () => {
      throw new TypeError("a fault of ours");
    };
    const args = { JobName: "j", JobQueue: "q", JobDefinition: "d" };
    const { status, error, cause } = await run(
      task("arn:aws:states:::batch:submitJob.sync", args, {
        Retry: [{ ErrorEquals: ["States.ALL"] }],
      }),
    );
    expect({ status, error }).to.deep.equal({ status: "FAILED", error: "States.Runtime" });
    expect(cause).to.match(
      /^The interpreter failed: TypeError: a fault of ours\n\s+at .*integrations\.test\.ts/,
    );
  });

  describe("states:startExecution", () => {
    const child = {
      StartAt: "C",
      States: { C: { Type: "Pass", Output: { doubled: "{% $states.input.n * 2 %}" }, End: true } },
    };

    it(".sync:2 runs another machine and gets its output as JSON", async () => {
      const StateMachineArn = aws.create("child", child);
      const { output } = await run(
        task("arn:aws:states:::states:startExecution.sync:2", { StateMachineArn, Input: { n: 4 } }),
      );
      expect(output).to.deep.include({ Status: "SUCCEEDED", Output: { doubled: 8 }, StateMachineArn });
    });

    it(".sync fails when the other machine does, and stops it when it is stopped itself", async () => {
      const failing = aws.create("failing", {
        StartAt: "F",
        States: { F: { Type: "Fail", Error: "Inner" } },
      });
      const failed = await run(
        task("arn:aws:states:::states:startExecution.sync", { StateMachineArn: failing }),
      );
      expect(failed.error).to.equal("States.TaskFailed");
      expect(JSON.parse(failed.cause ?? "")).to.include({ Status: "FAILED", Error: "Inner" });

      const slow = aws.create("slow", {
        StartAt: "W",
        States: { W: { Type: "Wait", Seconds: 1000, End: true } },
      });
      const parent = await start(
        "parent",
        task("arn:aws:states:::states:startExecution.sync", { StateMachineArn: slow, Name: "inner" }),
      );
      const executionArn = `${slow.replace(":stateMachine:", ":execution:")}:inner`;
      await eventually(() =>
        aws.client.send(new DescribeExecutionCommand({ executionArn })).catch(() => undefined),
      );
      await aws.client.send(new StopExecutionCommand({ executionArn: parent }));
      expect((await ended(executionArn)).status).to.equal("ABORTED");
    });
  });

  describe("aws-sdk", () => {
    it("calls any operation of a service, with PascalCase both ways and ISO 8601 times", async () => {
      const { output } = await run(
        task("arn:aws:states:::aws-sdk:sfn:listStateMachines", { MaxResults: 10 }),
      );
      expect(Object.keys(output)).to.deep.equal(["StateMachines"]);
      expect(output.StateMachines[0]).to.include({ Name: "machine", Type: "STANDARD" });
      expect(output.StateMachines[0].CreationDate).to.match(/^\d{4}-\d\d-\d\dT.*Z$/);
    });

    it("names errors in the AWS SDK's words", async () => {
      const missing = await run(
        task("arn:aws:states:::aws-sdk:sfn:describeExecution", { ExecutionArn: "nope" }),
      );
      expect(missing.error).to.equal("Sfn.ExecutionDoesNotExistException");
      expect(missing.cause).to.match(
        /^Execution Does Not Exist: 'nope' \(Service: Sfn, Status Code: 400, Request ID: /,
      );
      aws.allow("lambda:*");
      const denied = await run(
        task("arn:aws:states:::aws-sdk:batch:submitJob", { JobName: "j", JobQueue: "q", JobDefinition: "d" }),
      );
      expect(denied.error).to.equal("Batch.BatchException");
    });
  });
});
