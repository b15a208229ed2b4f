import { DescribeExecutionCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { expect } from "chai";
import { Embedded, eventually } from "../../../testing/embedded-step-functions.ts";
import { ended, passing, runMachine, startMachine, task } from "../../../testing/executions.ts";

describe("integrations", () => {
  let aws: Embedded;
  beforeEach(async () => {
    aws = await new Embedded().start();
    aws.allow("lambda:*", "batch:*", "states:*");
  });
  afterEach(() => aws.stop());

  it("an interpreter that breaks fails the execution with the stack, instead of losing it", async () => {
    aws.batch.waitForJob = async () => {
      throw new TypeError("a fault of ours");
    };
    const args = { JobName: "j", JobQueue: "q", JobDefinition: "d" };
    const { status, error, cause } = await runMachine(
      aws,
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
      const { output } = await runMachine(
        aws,
        task("arn:aws:states:::states:startExecution.sync:2", { StateMachineArn, Input: { n: 4 } }),
      );
      expect(output).to.deep.include({ Status: "SUCCEEDED", Output: { doubled: 8 }, StateMachineArn });
    });

    it(".sync ends before the other machine does, when that reports its token", async () => {
      const report = {
        Type: "Task",
        Resource: "arn:aws:states:::aws-sdk:sfn:sendTaskSuccess",
        Arguments: { TaskToken: "{% $states.input.token %}", Output: { early: true } },
        Next: "W",
      };
      const W = { Type: "Wait", Seconds: 1000, End: true };
      const StateMachineArn = aws.create("reporting", { StartAt: "R", States: { R: report, W } });
      const { output } = await runMachine(
        aws,
        task("arn:aws:states:::states:startExecution.sync", {
          StateMachineArn,
          Input: { token: "{% $states.context.Task.Token %}" },
        }),
      );
      expect(output).to.deep.equal({ early: true });
    });

    it(".sync fails when the other machine does, and stops it when it is stopped itself", async () => {
      const failing = aws.create("failing", {
        StartAt: "F",
        States: { F: { Type: "Fail", Error: "Inner" } },
      });
      const failed = await runMachine(
        aws,
        task("arn:aws:states:::states:startExecution.sync", { StateMachineArn: failing }),
      );
      expect(failed.error).to.equal("States.TaskFailed");
      expect(JSON.parse(failed.cause ?? "")).to.include({ Status: "FAILED", Error: "Inner" });

      const slow = aws.create("slow", {
        StartAt: "W",
        States: { W: { Type: "Wait", Seconds: 1000, End: true } },
      });
      const parent = await startMachine(
        aws,
        task("arn:aws:states:::states:startExecution.sync", { StateMachineArn: slow, Name: "inner" }),
        {},
        { machine: "parent" },
      );
      const executionArn = `${slow.replace(":stateMachine:", ":execution:")}:inner`;
      await eventually(() =>
        aws.client.send(new DescribeExecutionCommand({ executionArn })).catch(() => undefined),
      );
      await aws.client.send(new StopExecutionCommand({ executionArn: parent }));
      expect((await ended(aws, executionArn)).status).to.equal("ABORTED");
    });
  });

  describe("aws-sdk", () => {
    it("calls any operation of a service, with PascalCase both ways and ISO 8601 times", async () => {
      const { output } = await runMachine(
        aws,
        task("arn:aws:states:::aws-sdk:sfn:listStateMachines", { MaxResults: 10 }),
      );
      expect(Object.keys(output)).to.deep.equal(["StateMachines"]);
      expect(output.StateMachines[0]).to.include({ Name: "machine", Type: "STANDARD" });
      expect(output.StateMachines[0].CreationDate).to.match(/^\d{4}-\d\d-\d\dT.*Z$/);
    });

    it("makes JSON text of an object where the service wants text, and leaves out null", async () => {
      const StateMachineArn = aws.create("child", passing);
      const started = await runMachine(
        aws,
        task("arn:aws:states:::aws-sdk:sfn:startExecution", { StateMachineArn, Input: { n: 4 }, Name: null }),
      );
      const { input } = await aws.client.send(
        new DescribeExecutionCommand({ executionArn: started.output.ExecutionArn }),
      );
      expect(input).to.equal('{"n":4}');
    });

    it("sends all values of a field of bytes as JSON, also text", async () => {
      aws.handlers.set("echo", (event) => event);
      const { output } = await runMachine(
        aws,
        task("arn:aws:states:::aws-sdk:lambda:invoke", { FunctionName: "echo", Payload: "text" }),
      );
      expect(output.Payload).to.equal('"text"');
    });

    it("refuses an empty name in a path, which would be the path of something else", async () => {
      const deleted = { Bucket: "b", Key: "{% '' %}" };
      const { error, cause } = await runMachine(
        aws,
        task("arn:aws:states:::aws-sdk:s3:deleteObject", deleted),
      );
      expect({ error, cause }).to.deep.equal({
        error: "S3.SdkClientException",
        cause: "Key cannot be empty.",
      });
      const nameless = task("arn:aws:states:::lambda:invoke", { FunctionName: "" });
      expect((await runMachine(aws, nameless)).cause).to.equal("FunctionName cannot be empty.");
    });

    it("names errors in the AWS SDK's words", async () => {
      const missing = await runMachine(
        aws,
        task("arn:aws:states:::aws-sdk:sfn:describeExecution", { ExecutionArn: "arn:nope" }),
      );
      expect(missing.error).to.equal("Sfn.ExecutionDoesNotExistException");
      expect(missing.cause).to.match(
        /^Execution Does Not Exist: 'arn:nope' \(Service: Sfn, Status Code: 400, Request ID: [\w-]+\) \(SDK Attempt Count: 1\)$/,
      );
      aws.allow("lambda:*");
      const denied = await runMachine(
        aws,
        task("arn:aws:states:::aws-sdk:batch:submitJob", { JobName: "j", JobQueue: "q", JobDefinition: "d" }),
      );
      expect(denied.error).to.equal("Batch.BatchException");
    });
  });
});
