import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
} from "@aws-sdk/client-sfn";
import { expect } from "chai";
import { Embedded, FunctionError } from "../../../testing/embedded-step-functions.ts";
import { ended, historyOf, runMachine, startMachine, task } from "../../../testing/executions.ts";

describe("Lambda tasks", () => {
  let aws: Embedded;
  beforeEach(async () => {
    aws = await new Embedded().start();
    aws.allow("lambda:*", "batch:*", "states:*");
  });
  afterEach(() => aws.stop());

  describe("lambda:invoke", () => {
    const invoke = "arn:aws:states:::lambda:invoke";

    it("sends JSON as Payload and returns the answer as JSON, with the fields that AWS adds", async () => {
      aws.handlers.set("plan", (event) => ({ got: event }));
      const { output } = await runMachine(
        aws,
        task(invoke, { FunctionName: "plan", Payload: { n: "{% 1 + 1 %}" } }),
      );
      expect(output).to.deep.include({
        ExecutedVersion: "$LATEST",
        Payload: { got: { n: 2 } },
        StatusCode: 200,
      });
      expect(output.SdkHttpMetadata).to.deep.equal({ HttpStatusCode: 200 });
      expect(output.SdkResponseMetadata.RequestId).to.match(/^[\da-f-]{36}$/);
    });

    it("sends text as it is, and nothing for null", async () => {
      aws.handlers.set("echo", (event) => [event ?? "nothing"]);
      const payloadOf = async (Payload: string | null) =>
        (await runMachine(aws, task(invoke, { FunctionName: "echo", Payload }))).output.Payload;
      expect(await payloadOf('{% $string({"a":1}) %}')).to.deep.equal([{ a: 1 }]);
      expect(await payloadOf(null)).to.deep.equal(["nothing"]);
    });

    it("fails with the error of the function", async () => {
      aws.handlers.set("plan", () => {
        throw new FunctionError("PlanError", "no tenants");
      });
      const { status, error, cause } = await runMachine(aws, task(invoke, { FunctionName: "plan" }));
      expect({ status, error }).to.deep.equal({ status: "FAILED", error: "PlanError" });
      expect(JSON.parse(cause ?? "")).to.deep.equal({ errorType: "PlanError", errorMessage: "no tenants" });
    });

    it("names the service's errors as AWS does", async () => {
      const { error, cause } = await runMachine(aws, task(invoke, { FunctionName: "missing" }));
      expect(error).to.equal("Lambda.ResourceNotFoundException");
      expect(cause).to.match(
        /^Function not found: missing \(Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: [\da-f-]{36}; Proxy: null\)$/,
      );
    });

    it("uses the rights of the machine's role only", async () => {
      aws.allow("batch:*");
      aws.handlers.set("plan", () => "never");
      const { error, cause } = await runMachine(aws, task(invoke, { FunctionName: "plan" }));
      expect(error).to.equal("Lambda.AWSLambdaException");
      expect(cause).to.match(
        /^User: arn:aws:sts::000000000000:assumed-role\/machine\/[\w-]+ is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:eu-central-1:000000000000:function:plan/,
      );
    });

    it("calls a function by its ARN, with the events of that kind of task", async () => {
      aws.handlers.set("plan", (event) => [event]);
      const executionArn = await startMachine(
        aws,
        task("arn:aws:lambda:eu-central-1:000000000000:function:plan", "{% $states.input.x %}"),
        { x: 5 },
      );
      expect((await ended(aws, executionArn)).output).to.equal("[5]");
      const events = await historyOf(aws, executionArn);
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

    it("continues after the report, and outputs it", async () => {
      aws.handlers.set("ask", async (event) => {
        const { token } = event as { token: string };
        await aws.client.send(new SendTaskSuccessCommand({ taskToken: token, output: '{"approved":true}' }));
      });
      const executionArn = await startMachine(aws, waiting());
      expect((await ended(aws, executionArn)).output).to.equal('{"approved":true}');
      const types = (await historyOf(aws, executionArn)).map(({ type }) => type);
      expect(types).to.include.members(["TaskSubmitted", "TaskSucceeded"]);
    });

    it("fails with the reported error", async () => {
      let reported = "";
      aws.handlers.set("ask", async (event) => {
        reported = (event as { token: string }).token;
        await aws.client.send(new SendTaskHeartbeatCommand({ taskToken: reported }));
        await aws.client.send(
          new SendTaskFailureCommand({ taskToken: reported, error: "Refused", cause: "too dear" }),
        );
      });
      const { error, cause } = await runMachine(aws, waiting());
      expect({ error, cause }).to.deep.equal({ error: "Refused", cause: "too dear" });
      const late = new SendTaskHeartbeatCommand({ taskToken: reported });
      expect(await aws.client.send(late).catch(({ name }) => name)).to.equal("TaskTimedOut");
      const wrong = new SendTaskHeartbeatCommand({ taskToken: "never given" });
      expect(await aws.client.send(wrong).catch(({ name }) => name)).to.equal("InvalidToken");
    });

    it("times out without a heartbeat", async () => {
      aws.handlers.set("ask", () => "thinking");
      const { error, output } = await runMachine(aws, {
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
      expect(output).to.deep.equal({ Error: "States.Timeout", Cause: "" });
    });
  });
});
