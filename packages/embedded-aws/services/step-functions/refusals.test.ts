import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { InvalidDefinitionError } from "@batchline/asl";
import { refusedExpressions } from "@batchline/asl/testing";
import { VirtualClock } from "@batchline/clock";
import { expect } from "chai";
import { account, Embedded, machineArn, roleArn, trusting } from "../../testing/embedded-step-functions.ts";
import { errorName, passing, startExecution, waiting } from "../../testing/executions.ts";

describe("the Step Functions service: refused requests", () => {
  const startedAt = new Date("2026-03-04T05:06:07.089Z");
  let clock: VirtualClock;
  let aws: Embedded;
  beforeEach(async () => {
    clock = new VirtualClock(startedAt.getTime());
    aws = await new Embedded(clock).start();
  });
  afterEach(() => aws.stop());

  it("refuses with AWS's own errors", async () => {
    const arn = aws.create("slow", waiting);
    const executionArn = "arn:aws:states:eu-central-1:000000000000:execution:slow:none";
    expect(await errorName(startExecution(aws, machineArn("none")))).to.equal("StateMachineDoesNotExist");
    expect(await errorName(startExecution(aws, arn, "with space"))).to.equal("InvalidName");
    expect(await errorName(startExecution(aws, arn, "x".repeat(81)))).to.equal("ValidationException");
    expect(await errorName(startExecution(aws, arn, undefined, "not json"))).to.equal(
      "InvalidExecutionInput",
    );
    // In a request of this size the gateway counts no brackets within texts.
    const deep = `${'{"a":'.repeat(40_000)}1${"}".repeat(40_000)}`;
    expect(await errorName(startExecution(aws, arn, "deep", deep))).to.equal("InvalidExecutionInput");
    expect(await errorName(startExecution(aws, arn, undefined, `"${"x".repeat(262_144)}"`))).to.equal(
      "ValidationException",
    );
    for (const command of [
      new DescribeExecutionCommand({ executionArn }),
      new StopExecutionCommand({ executionArn }),
      new GetExecutionHistoryCommand({ executionArn }),
      new DescribeStateMachineForExecutionCommand({ executionArn }),
    ]) {
      expect(await errorName(aws.client.send(command as DescribeExecutionCommand))).to.equal(
        "ExecutionDoesNotExist",
      );
    }
    expect(
      await errorName(
        aws.client.send(new ListExecutionsCommand({ stateMachineArn: arn, nextToken: "junk" })),
      ),
    ).to.equal("InvalidToken");
  });

  it("refuses an ARN that is none, and logs without exactly one destination", async () => {
    expect(await errorName(startExecution(aws, "nope"))).to.equal("InvalidArn");
    const definition = JSON.stringify(passing);
    const loggingConfiguration = { level: "ALL" } as const;
    const create = new CreateStateMachineCommand({ name: "m", definition, roleArn, loggingConfiguration });
    expect(await errorName(aws.client.send(create))).to.equal("InvalidLoggingConfiguration");
  });

  it("names an unknown operation", async () => {
    const failure = await aws.client
      .send(new CreateActivityCommand({ name: "a" }))
      .catch((error: Error) => error);
    expect(failure).to.include({ name: "UnknownOperationException" });
    expect((failure as Error).message).to.include("states:CreateActivity");
  });

  it("authorises every operation on the machine or the execution", async () => {
    const arn = aws.create("slow", waiting);
    const { executionArn } = await startExecution(aws, arn, "run-1");
    aws.identity.putRole({
      name: "viewer",
      arn: `arn:aws:iam::${account}:role/viewer`,
      trust: trusting("ec2.amazonaws.com"),
    });
    aws.identity.putRolePolicy("viewer", "view", {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "states:Describe*", Resource: [executionArn ?? "", arn] }],
    });
    const viewer = aws.clientOf(
      aws.identity.credentialsFor(`arn:aws:iam::${account}:role/viewer`, "someone"),
    );
    try {
      expect(await errorName(viewer.send(new DescribeExecutionCommand({ executionArn })))).to.equal(
        "no error",
      );
      expect(
        await errorName(viewer.send(new DescribeStateMachineCommand({ stateMachineArn: arn }))),
      ).to.equal("no error");
      for (const refused of [
        viewer.send(new StartExecutionCommand({ stateMachineArn: arn })),
        viewer.send(new StopExecutionCommand({ executionArn })),
        viewer.send(new GetExecutionHistoryCommand({ executionArn })),
        viewer.send(new ListExecutionsCommand({ stateMachineArn: arn })),
        viewer.send(new ListStateMachinesCommand({})),
      ]) {
        expect(await errorName(refused)).to.equal("AccessDeniedException");
      }
    } finally {
      viewer.destroy();
    }
  });

  it("refuses a role that does not trust Step Functions, and types it does not have", () => {
    aws.identity.putRole({ name: "machine", arn: roleArn, trust: trusting("lambda.amazonaws.com") });
    expect(() => aws.create("slow", waiting)).to.throw("is authorized to assume the provided role");
    const express = {
      name: "x",
      arn: machineArn("x"),
      roleArn,
      definition: JSON.stringify(passing),
      type: "EXPRESS",
    };
    expect(() => aws.stepFunctions.createStateMachine(express)).to.throw(
      InvalidDefinitionError,
      "STANDARD state machines only",
    );
  });

  it("refuses expressions that AWS refuses, and machines without an end", () => {
    const refusal = (definition: object): InvalidDefinitionError => {
      try {
        aws.create("refused", definition);
      } catch (error) {
        if (error instanceof InvalidDefinitionError) return error;
        throw error;
      }
      return expect.fail("it was accepted");
    };
    const machine = (States: object) => ({ QueryLanguage: "JSONata", StartAt: "E", States });
    for (const [source, problem, message] of refusedExpressions) {
      const error = refusal(machine({ E: { Type: "Pass", Output: { v: `{% ${source} %}` }, End: true } }));
      expect(error.code, source).to.equal(problem);
      expect(error.message).to.include(message).and.to.include(" at /States/E/Output/v");
    }
    const loop = machine({ E: { Type: "Pass", Next: "F" }, F: { Type: "Pass", Next: "E" } });
    expect(refusal(loop).message).to.equal(
      "Invalid State Machine Definition: 'MISSING_END_STATE: Workflow has no terminal state at null'",
    );
  });
});
