import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VirtualClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { FakeDeployment } from "../../testing/fake-deployment.ts";
import { Logs } from "./logs.ts";

describe("log groups that change and go", () => {
  const type = "aws:cloudwatch/logGroup:LogGroup";
  let dir: string;
  let logs: Logs;
  let fake: FakeDeployment;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "logs-"));
    logs = new Logs({ dir, clock: new VirtualClock(0) });
    fake = new FakeDeployment({ service: logs });
  });
  afterEach(() => rm(dir, { recursive: true }));

  it("changes how long events are kept", async () => {
    const group = await fake.existing(type, { name: "jobs", retentionInDays: 30 });
    logs.put("jobs", "stream", [{ timestamp: 0, message: "kept" }]);
    const retention = () => logs.groups.get("jobs")?.retentionDays;
    const changed = await fake.update(group, { name: "jobs", retentionInDays: 90 });
    expect(retention()).to.equal(90);
    await fake.update(changed, { name: "jobs" });
    expect(retention()).to.equal(undefined);
    expect(logs.groups.get("jobs")?.streams.size).to.equal(1);
    expect((await rejection(fake.update(changed, { name: "jobs", retentionInDays: 2 }))).message).to.match(
      /^retentionInDays: one of 0, 1, 3, /,
    );
  });

  it("protects a group from deletion, and refuses other classes", async () => {
    const group = await fake.existing(type, { name: "jobs", deletionProtectionEnabled: true });
    expect((await rejection(fake.delete(group))).message).to.include("deletion protection is enabled");
    await fake.delete(await fake.update(group, { name: "jobs" }));
    expect([...logs.groups.keys()]).to.deep.equal([]);
    const rare = fake.existing(type, { name: "rare", logGroupClass: "INFREQUENT_ACCESS" });
    expect((await rejection(rare)).message).to.match(/^logGroupClass: /);
  });

  it("deletes a group, unless the program keeps it", async () => {
    const kept = await fake.existing(type, { name: "kept", skipDestroy: true });
    const group = await fake.existing(type, { name: "jobs" });
    await fake.delete(kept);
    await fake.delete(group);
    await fake.delete(group);
    expect([...logs.groups.keys()]).to.deep.equal(["kept"]);
  });
});
