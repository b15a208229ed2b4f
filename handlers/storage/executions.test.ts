import { StartExecutionCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { VirtualClock } from "@batchline/clock";
import { Embedded, machineArn } from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import { executionArn, lives } from "./executions.ts";

describe("an execution", () => {
  const clock = new VirtualClock(Date.parse("2026-11-23T10:00:00Z"));
  const stateMachine = machineArn("waits");
  const claimedAt = "2026-11-23T10:00:00.000Z";
  let aws: Embedded;
  before(async () => {
    aws = await new Embedded(clock).start();
    aws.create("waits", {
      StartAt: "Wait",
      States: { Wait: { Type: "Wait", Seconds: 86_400, End: true } },
    });
  });
  after(() => aws.stop());

  const alive = (name: string, at = claimedAt) => lives(aws.client, stateMachine, name, at, clock.now());

  it("lives until it ends", async () => {
    await aws.client.send(new StartExecutionCommand({ stateMachineArn: stateMachine, name: "one" }));
    expect(await alive("one")).to.equal(true);
    await aws.client.send(new StopExecutionCommand({ executionArn: executionArn(stateMachine, "one") }));
    expect(await alive("one")).to.equal(false);
  });

  it("lives if it is unknown and its claim is new, because Step Functions answers with a delay", async () => {
    expect(await alive("unknown", new Date(clock.now() - 299_000).toISOString())).to.equal(true);
    expect(await alive("unknown", new Date(clock.now() - 300_000).toISOString())).to.equal(false);
  });

  it("is not dead because the question failed", async () => {
    const refuse = () => () => Promise.reject(new Error("refused"));
    aws.client.middlewareStack.add(refuse, { step: "initialize" });
    expect(await alive("one").catch(String)).to.equal("Error: refused");
  });
});
