import { expect } from "chai";
import type { StageUsage } from "../../contract/stage-usage.ts";
import { noUsage } from "../../contract/usage-sums.ts";
import { ServedStack } from "../../testing/runs/served-stack.ts";
import { type CostGroup, stackCosts } from "./stack-costs.ts";
import { stackSizes } from "./stack-sizes.ts";

/** A stage that had vCPUs on Spot for so many hours. */
function used(hours: number): StageUsage {
  const spot = hours * 3600;
  return {
    ...noUsage,
    ...{ containers: 1, tries: 1, seconds: spot, longestSeconds: 60, cpuSeconds: spot, peakMiB: 100 },
    ...{ vcpuSeconds: { spot, onDemand: 0, unknown: 0 }, families: { c7g: { spot, onDemand: 0 } } },
  };
}

describe("what a stack's runs used", () => {
  let served: ServedStack;
  before(async () => {
    served = await ServedStack.start({ nightly: ["fetch", "load"], report: ["write"] });
    const at = (day: string) => ({ startedAt: `2026-${day}T03:00:00.000Z`, status: "SUCCEEDED" as const });
    await served.run("nightly", "october", { ...at("10-31"), usage: { fetch: used(100) } });
    await served.run("nightly", "first", { ...at("11-01"), usage: { fetch: used(2), load: used(3) } });
    await served.run("nightly", "second", { ...at("11-02"), usage: { fetch: used(1) } });
    await served.run("nightly", "under-way", { ...at("11-03"), status: "RUNNING" });
    await served.run("report", "report", { ...at("11-04"), usage: { write: used(4) } });
    await served.tenant("nightly", "first", "acme", { usage: { fetch: used(2) } });
    await served.tenant("nightly", "first", "bolt", { usage: { load: used(3) } });
    await served.tenant("nightly", "first", "skipped", { status: "SKIPPED" });
    await served.tenant("nightly", "second", "acme", { usage: { fetch: used(1) } });
    await served.tenant("report", "report", "bolt", { usage: { write: used(4) } });
  });
  after(() => served?.stop());

  const costs = async (by: CostGroup, workflow?: string) => {
    const of = workflow === undefined ? {} : { workflow };
    const { rows, total, runsLeftOut } = await stackCosts(served.stack, {
      by,
      month: "2026-11",
      now: Date.UTC(2026, 10, 28),
      ...of,
    });
    const all = [...rows, total].map(({ name, runs, usage }) => `${name} ${runs} ${usage.seconds / 3600}`);
    return [...all, `without ${runsLeftOut}`];
  };

  it("in a month, by tenant, workflow and stage, the dearest first", async () => {
    const total = ["total 3 10", "without 1"];
    expect(await costs("tenant")).to.deep.equal(["bolt 2 7", "acme 2 3", ...total]);
    expect(await costs("workflow")).to.deep.equal(["nightly 2 6", "report 1 4", ...total]);
    expect(await costs("stage")).to.deep.equal([
      ...["report write 1 4", "nightly fetch 2 3", "nightly load 1 3", ...total],
    ]);
    expect(await costs("tenant", "report")).to.deep.equal(["bolt 1 4", "total 1 4", "without 0"]);
  });

  it("in the last runs, compared with what is declared", async () => {
    const stage = { vcpus: 1, memoryMiB: 2048, timeout: 600 };
    const nightly = { name: "nightly", stages: { fetch: stage, load: stage, added: stage } };
    const sizes = await stackSizes(served.stack, [nightly], 2);
    expect(sizes.map(({ stage, runs, usage }) => [stage, runs, usage.seconds / 3600])).to.deep.equal([
      ["fetch", 2, 3],
      ["load", 2, 3],
    ]);
    expect(sizes[0]?.changes.map(({ field, to }) => [field, to])).to.deep.equal([
      ["memoryMiB", 256],
      ["timeout", 300],
    ]);
  });
});
