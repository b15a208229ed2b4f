import { stripVTControlCharacters } from "node:util";
import { expect } from "chai";
import { noUsage } from "../../contract/usage-sums.ts";
import type { CostRow, StackCosts } from "../../runs/costs/stack-costs.ts";
import { costsAsCsv, costsAsJson, costsTable } from "./costs-table.ts";
import { sizesTable } from "./sizes-table.ts";

const vcpuSeconds = { spot: 5400, onDemand: 1800, unknown: 0 };
const usage = { ...noUsage, tries: 40, seconds: 7200, cpuSeconds: 3600, vcpuSeconds, peakMiB: 300 };
const row = (name: string, more: Partial<CostRow> = {}): CostRow => {
  return { name, runs: 3, usage, usd: 12.345, unpricedVcpuHours: 0, ...more };
};
const costs = (rows: readonly CostRow[], more: Partial<StackCosts> = {}): StackCosts => {
  return { region: "eu-central-1", rows, total: row("total"), runsLeftOut: 0, lacksRuns: false, ...more };
};
const plain = (lines: readonly string[]) => lines.map(stripVTControlCharacters);

describe("the table of costs", () => {
  it("has a line for each row and one for all, and says that it is an estimate", () => {
    expect(plain(costsTable(costs([row("acme"), row("bolt", { usd: 0.001 })]), "tenant"))).to.deep.equal([
      "tenant  runs  tries  vCPU hours  Spot  CPU used  about USD",
      "acme       3     40        2.00  75 %      50 %      12.35",
      "bolt       3     40        2.00  75 %      50 %     < 0.01",
      "total      3     40        2.00  75 %      50 %      12.35",
      "",
      "An estimate by list prices: containers only, without instances that boot or wait, network, stores and discounts.",
    ]);
  });

  it("says what it lacks", () => {
    const lacking = row("total", { unpricedVcpuHours: 1.5 });
    expect(costsTable(costs([], { total: lacking, runsLeftOut: 2 }), "tenant").slice(3)).to.deep.equal([
      "It lacks 1.50 vCPU hours, whose instances or prices are not known.",
      "2 runs not counted: under way, or from before records had their use.",
    ]);
    expect(costsTable(costs([], { lacksRuns: true }), "tenant")).to.include(
      "It is not complete: records of runs are kept for 90 days.",
    );
    const noPrices = costs([], { region: "mars-east-1", total: row("total", { usd: undefined }) });
    expect(costsTable(noPrices, "tenant")).to.include(
      "The prices of the region mars-east-1 are not known here.",
    );
  });

  it("as CSV has no formulas, and quotes what needs it", () => {
    expect(costsAsCsv(costs([row('=a,"b"')]), "tenant")).to.equal(
      'tenant,runs,tries,vcpuHours,spotShare,cpuHours,usd,unpricedVcpuHours\r\n"\'=a,""b""",3,40,2,0.75,1,12.345,0',
    );
  });

  it("as JSON has the month", () => {
    expect(costsAsJson(costs([row("acme")]), "tenant", "2026-11")).to.deep.include({
      ...{ month: "2026-11", by: "tenant", region: "eu-central-1", runsLeftOut: 0 },
    });
  });
});

describe("the table of sizes", () => {
  const sizes = { workflow: "nightly", stage: "fetch", runs: 3, usage, usd: { before: 10, after: 5 } };
  const change = {
    field: "memoryMiB",
    from: 4096,
    to: 512,
    why: "the most that a try used is 300 MiB",
  } as const;

  it("has a line for each change, and what it saves", () => {
    expect(plain(sizesTable([{ ...sizes, changes: [change] }]))).to.deep.equal([
      "workflow  stage  setting    declared  better  because",
      "nightly   fetch  memoryMiB     4,096     512  the most that a try used is 300 MiB",
      "",
      "nightly fetch: saves about 50 % of 10.00 USD in 3 runs",
    ]);
  });

  it("says where all is well, where too little is known, and where nothing is", () => {
    const few = { ...usage, tries: 2 };
    expect(sizesTable([{ ...sizes, usage: few, changes: [] }])).to.deep.equal([
      "all stages have what they need",
      "nightly fetch: 2 tries in 3 runs say little",
    ]);
    expect(sizesTable([])).to.deep.equal(["no ended run has records of what its stages used"]);
  });
});
