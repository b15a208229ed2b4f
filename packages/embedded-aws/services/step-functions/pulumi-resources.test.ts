import { DescribeExecutionCommand, DescribeStateMachineCommand } from "@aws-sdk/client-sfn";
import { VirtualClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { Embedded, eventually, roleArn } from "../../testing/embedded-step-functions.ts";
import { passing, startExecution, waiting } from "../../testing/executions.ts";
import { FakeDeployment } from "../../testing/fake-deployment.ts";

describe("Pulumi's changes of a state machine", () => {
  let clock: VirtualClock;
  let aws: Embedded;
  let deployment: FakeDeployment;
  beforeEach(async () => {
    clock = new VirtualClock();
    aws = await new Embedded(clock).start();
    deployment = new FakeDeployment({ service: aws.stepFunctions });
  });
  afterEach(() => aws.stop());

  const inputs = (definition: object, more = {}) => ({
    definition: JSON.stringify({ QueryLanguage: "JSONata", ...definition }),
    roleArn,
    ...more,
  });
  const deploy = (of = inputs(waiting)) => deployment.existing("aws:sfn/stateMachine:StateMachine", of);
  const describeMachine = (stateMachineArn: string) =>
    aws.client.send(new DescribeStateMachineCommand({ stateMachineArn }));

  it("updates the definition in place, and keeps logging that the program no longer sets", async () => {
    const logging = {
      loggingConfiguration: { level: "ERROR", logDestination: "arn:aws:logs:x:1:log-group:y:*" },
    };
    const existing = await deploy(inputs(waiting, logging));
    const { id } = await deployment.update(existing, inputs(passing));
    expect(id).to.equal(existing.id);
    const { definition, loggingConfiguration } = await describeMachine(id);
    expect(definition).to.equal(inputs(passing).definition);
    expect(loggingConfiguration?.level).to.equal("ERROR");
  });

  it("deletes it when its executions have ended, and waits for them at most five minutes", async () => {
    const existing = await deploy();
    const { executionArn } = await startExecution(aws, existing.id);
    const failed = rejection(deployment.delete(existing));
    await eventually(async () =>
      (await describeMachine(existing.id)).status === "DELETING" ? true : undefined,
    );
    clock.advance(300_000);
    expect(await failed).to.include({ code: "BL-A017" });
    expect((await aws.client.send(new DescribeExecutionCommand({ executionArn }))).status).to.equal(
      "RUNNING",
    );
    const deleted = deployment.delete({ ...existing, options: { customTimeouts: { delete: "2h" } } });
    clock.advance(3_600_000);
    await deleted;
    expect((await rejection(describeMachine(existing.id))).name).to.equal("StateMachineDoesNotExist");
    await deployment.delete(existing);
  });
});
