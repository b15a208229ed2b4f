import { StartExecutionCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { VirtualClock } from "@batchline/clock";
import { Embedded, machineArn } from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import { oldestRun } from "./oldest-run.ts";

const waits = (Seconds: number) => ({
  StartAt: "Wait",
  States: { Wait: { Type: "Wait", Seconds, End: true } },
});

describe("the oldest run under way", () => {
  const clock = new VirtualClock(Date.parse("2026-11-23T10:00:00Z"));
  const stateMachines = [machineArn("short"), machineArn("hanging")];
  let aws: Embedded;
  before(async () => {
    aws = await new Embedded(clock).start();
    aws.create("short", waits(60));
    aws.create("hanging", waits(86_400));
  });
  after(() => aws.stop());

  const start = (machine: string, name: string) =>
    aws.client.send(new StartExecutionCommand({ stateMachineArn: machineArn(machine), name }));
  const oldest = () => oldestRun(aws.client, { stateMachines }, clock.now());

  it("is none when nothing runs", async () => {
    expect(await oldest()).to.equal(undefined);
  });

  it("is the one that started first, of all workflows, as long as it runs", async () => {
    const { executionArn } = await start("hanging", "first");
    clock.advance(3_600_000);
    await start("hanging", "second");
    await start("short", "third");
    expect(await oldest()).to.deep.equal({ oldestRunSeconds: 3600, execution: executionArn });
    await aws.client.send(new StopExecutionCommand({ executionArn }));
    clock.advance(30_000);
    expect((await oldest())?.oldestRunSeconds).to.equal(30);
  });
});
