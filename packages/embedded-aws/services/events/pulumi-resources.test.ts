import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VirtualClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { FakeDeployment } from "../../testing/fake-deployment.ts";
import { Events } from "./events.ts";

describe("event rules and targets that change and go", () => {
  const arn = "arn:aws:lambda:eu-central-1:000000000000:function:stop";
  let dir: string;
  let events: Events;
  let fake: FakeDeployment;
  let delivered: unknown[];
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "events-"));
    delivered = [];
    const deliver = (target: string, text: string) => delivered.push([target, JSON.parse(text)]);
    events = new Events({ dir, clock: new VirtualClock(0), region: "eu-central-1", deliver });
    fake = new FakeDeployment({ service: events });
  });
  afterEach(() => rm(dir, { recursive: true }));

  const rule = (source: string) => ({
    ...{ name: "ended", eventPattern: JSON.stringify({ source: [source] }) },
  });
  const emitted = (source: string) => {
    delivered = [];
    events.emit({ source, detailType: "t", detail: {} });
    return delivered;
  };

  it("changes a rule's pattern, and a target's input", async () => {
    const created = await fake.existing("aws:cloudwatch/eventRule:EventRule", rule("aws.states"));
    const target = await fake.existing("aws:cloudwatch/eventTarget:EventTarget", {
      ...{ rule: "ended", arn, input: '"first"' },
    });
    expect(emitted("aws.states")).to.deep.equal([[arn, "first"]]);
    const changed = await fake.update(target, { rule: "ended", arn, input: '"second"' });
    expect(changed.outputs.targetId).to.equal(target.outputs.targetId);
    await fake.update(created, rule("aws.batch"));
    expect(emitted("aws.states")).to.deep.equal([]);
    expect(emitted("aws.batch")).to.deep.equal([[arn, "second"]]);
  });

  it("deletes a rule after its targets, also a schedule", async () => {
    for (const inputs of [rule("aws.states"), { name: "nightly", scheduleExpression: "rate(1 day)" }]) {
      const created = await fake.existing("aws:cloudwatch/eventRule:EventRule", inputs);
      const target = await fake.existing("aws:cloudwatch/eventTarget:EventTarget", {
        rule: inputs.name,
        arn,
      });
      expect((await rejection(fake.delete(created))).message).to.equal(
        "Rule can't be deleted since it has targets.",
      );
      await fake.delete(target);
      await fake.delete(created);
      await fake.delete(target);
      await fake.delete(created);
    }
    expect(emitted("aws.states")).to.deep.equal([]);
  });
});
