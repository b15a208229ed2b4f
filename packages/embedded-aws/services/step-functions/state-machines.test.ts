import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import { VirtualClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import {
  account,
  Embedded,
  eventually,
  machineArn,
  roleArn,
  trusting,
} from "../../testing/embedded-step-functions.ts";
import { ended, errorName, historyOf, passing, startExecution, waiting } from "../../testing/executions.ts";
import type { Execution } from "./execution.ts";

const text = (definition: object) => JSON.stringify({ QueryLanguage: "JSONata", ...definition });
const thenPassing = {
  StartAt: "W",
  States: { W: { ...waiting.States.W, End: undefined, Next: "P" }, P: { Type: "Pass", End: true } },
};

describe("changes of a state machine", () => {
  let clock: VirtualClock;
  let aws: Embedded;
  beforeEach(async () => {
    clock = new VirtualClock(Date.parse("2026-03-04T05:06:07Z"));
    aws = await new Embedded(clock).start();
  });
  afterEach(() => aws.stop());

  const create = (name: string, definition: string) =>
    aws.client.send(new CreateStateMachineCommand({ name, definition, roleArn }));
  const update = (stateMachineArn: string, more: { definition?: string; roleArn?: string }) =>
    aws.client.send(new UpdateStateMachineCommand({ stateMachineArn, ...more }));
  const remove = (stateMachineArn: string) =>
    aws.client.send(new DeleteStateMachineCommand({ stateMachineArn }));
  const describeMachine = (stateMachineArn: string) =>
    aws.client.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const describeExecution = (executionArn: string | undefined) =>
    aws.client.send(new DescribeExecutionCommand({ executionArn }));

  it("creates it once: the same again is the same, another one of its name is refused", async () => {
    const arn = machineArn("m");
    expect(await create("m", text(passing))).to.deep.include({
      stateMachineArn: arn,
      creationDate: new Date(clock.now()),
    });
    expect((await describeMachine(arn)).revisionId).to.equal(undefined);
    expect(await create("m", text(passing))).to.deep.include({ stateMachineArn: arn });
    const other = await rejection(create("m", text(waiting)));
    expect(other).to.include({
      name: "StateMachineAlreadyExists",
      message: `State Machine Already Exists: '${arn}'`,
    });
    const invalid = await rejection(create("n", "{}"));
    expect(invalid.name).to.equal("InvalidDefinition");
    expect(invalid.message).to.match(/^Invalid State Machine Definition: '/);
    expect(await errorName(create("a b", text(passing)))).to.equal("InvalidName");
  });

  it("updates it for new executions; running ones keep definition and role", async () => {
    const arn = aws.create("m", thenPassing);
    const { executionArn } = await startExecution(aws, arn, "before");
    const otherRole = `arn:aws:iam::${account}:role/other`;
    aws.identity.putRole({ name: "other", arn: otherRole, trust: trusting("states.amazonaws.com") });
    clock.advance(1000);
    const updated = await update(arn, { definition: text(passing), roleArn: otherRole });
    expect(updated.updateDate).to.deep.equal(new Date(clock.now()));
    expect(await describeMachine(arn)).to.include({ revisionId: updated.revisionId, roleArn: otherRole });
    const again = await update(arn, { definition: text(passing) });
    expect(again.revisionId).to.equal(updated.revisionId);
    const after = await startExecution(aws, arn, "after");
    expect(await ended(aws, after.executionArn ?? "")).to.include({ status: "SUCCEEDED" });
    const kept = await aws.client.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
    expect(kept).to.include({ roleArn, definition: text(thenPassing) });
    expect(kept.revisionId).to.equal(undefined);
    clock.advance(3_600_000);
    expect(await ended(aws, executionArn ?? "")).to.include({ status: "SUCCEEDED" });
    expect((await historyOf(aws, executionArn ?? "")).map(({ type }) => type)).to.include("PassStateEntered");
  });

  it("refuses an update that AWS refuses, and changes nothing", async () => {
    const arn = aws.create("m", waiting);
    expect(await rejection(update(arn, {}))).to.include({ name: "MissingRequiredParameter" });
    expect(await errorName(update(arn, { definition: "{}" }))).to.equal("InvalidDefinition");
    const otherRole = `arn:aws:iam::${account}:role/other`;
    aws.identity.putRole({ name: "other", arn: otherRole, trust: trusting("lambda.amazonaws.com") });
    expect(await errorName(update(arn, { roleArn: otherRole }))).to.equal("AccessDeniedException");
    expect(await errorName(update(machineArn("none"), { definition: text(passing) }))).to.equal(
      "StateMachineDoesNotExist",
    );
    expect(await describeMachine(arn)).to.include({ definition: text(waiting), roleArn });
  });

  it("deletes it when its executions have ended, and them with it", async () => {
    const arn = aws.create("m", waiting);
    const { executionArn } = await startExecution(aws, arn);
    await remove(arn);
    expect((await describeMachine(arn)).status).to.equal("DELETING");
    const deleting = `State Machine is being deleted: '${arn}'`;
    for (const refused of [
      startExecution(aws, arn),
      update(arn, { definition: text(passing) }),
      create("m", text(waiting)),
    ]) {
      expect(await rejection(refused)).to.include({ name: "StateMachineDeleting", message: deleting });
    }
    expect((await describeExecution(executionArn)).status).to.equal("RUNNING");
    clock.advance(3_600_000);
    expect(
      await eventually(
        async () => (await errorName(describeMachine(arn))).replace("no error", "") || undefined,
      ),
    ).to.equal("StateMachineDoesNotExist");
    expect(await errorName(describeExecution(executionArn))).to.equal("ExecutionDoesNotExist");
    expect(await errorName(aws.client.send(new ListExecutionsCommand({ stateMachineArn: arn })))).to.equal(
      "StateMachineDoesNotExist",
    );
    await remove(arn);
    expect(await create("m", text(waiting))).to.deep.include({ stateMachineArn: arn });
  });

  it("ends its executions at their next state transition", async () => {
    const executions: Execution[] = [];
    await aws.stop();
    aws = await new Embedded(clock, { onExecutionStatus: (execution) => executions.push(execution) }).start();
    const arn = aws.create("m", thenPassing);
    const { executionArn } = await startExecution(aws, arn);
    const gone = aws.stepFunctions.deleteStateMachine(arn);
    expect((await describeExecution(executionArn)).status).to.equal("RUNNING");
    clock.advance(3_600_000);
    await gone;
    const [execution] = executions;
    expect(execution?.status).to.equal("ABORTED");
    expect(execution?.history.events.map(({ type }) => type)).to.deep.equal([
      "ExecutionStarted",
      "WaitStateEntered",
      "WaitStateExited",
      "PassStateEntered",
      "ExecutionAborted",
    ]);
  });

  it("redrives no execution of a machine that is being deleted", async () => {
    const arn = aws.create("m", waiting);
    const { executionArn } = await startExecution(aws, arn, "stopped");
    await startExecution(aws, arn, "running");
    await aws.client.send(new StopExecutionCommand({ executionArn }));
    await remove(arn);
    const refused = await rejection(aws.client.send(new RedriveExecutionCommand({ executionArn })));
    expect(refused).to.include({
      name: "ExecutionNotRedrivable",
      message: "State machine is in DELETING status",
    });
  });
});
