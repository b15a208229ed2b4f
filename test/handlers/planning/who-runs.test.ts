import { expect } from "chai";
import type { RunInput } from "../../../contract/plan.ts";
import { candidates, UnknownTenants, whoRuns } from "../../../handlers/planning/who-runs.ts";
import { tenant } from "./planned-workflow.ts";

const now = Date.parse("2026-11-23T12:00:00Z");
const daily = { workflows: { chunky: { skipIfSucceededWithin: "20h" } } };
const tenants = [
  tenant("acme"),
  tenant("bolt", daily),
  tenant("delta", { paused: "the shop is rebuilt" }),
  tenant("ember", { workflows: { other: {} } }),
];

function select(input: RunInput, successes: Readonly<Record<string, string>> = {}) {
  const { running, skipped } = whoRuns({
    workflow: "chunky",
    tenants: candidates("chunky", tenants, input.tenants),
    input,
    lastSuccess: new Map(Object.entries(successes)),
    now,
  });
  return { running: running.map(({ id }) => id), skipped };
}

const paused = { tenant: "delta", reason: "paused: the shop is rebuilt" };

describe("planning: who runs", () => {
  it("runs every tenant that has the workflow, and skips the paused with their reason", () => {
    expect(select({})).to.deep.equal({ running: ["acme", "bolt"], skipped: [paused] });
  });

  it("skips a tenant that succeeded recently", () => {
    expect(select({}, { bolt: "2026-11-23T03:00:00.000Z" })).to.deep.equal({
      running: ["acme"],
      skipped: [
        { tenant: "bolt", reason: "succeeded at 2026-11-23T03:00:00.000Z, within the last 20h" },
        paused,
      ],
    });
  });

  it("runs it again when the time has passed, to the millisecond", () => {
    expect(select({}, { bolt: "2026-11-22T16:00:00.000Z" }).running).to.include("bolt");
    expect(select({}, { bolt: "2026-11-22T16:00:00.001Z" }).running).not.to.include("bolt");
  });

  it("runs it when it is named, or when the run is forced", () => {
    const success = { bolt: "2026-11-23T03:00:00.000Z" };
    expect(select({ tenants: ["bolt"] }, success)).to.deep.equal({ running: ["bolt"], skipped: [] });
    expect(select({ force: true }, success).running).to.deep.equal(["acme", "bolt"]);
  });

  it("runs only the named, and a paused one not even then", () => {
    expect(select({ tenants: ["delta", "acme"] })).to.deep.equal({ running: ["acme"], skipped: [paused] });
  });

  it("says that a named tenant does not have the workflow", () => {
    expect(select({ tenants: ["ember"] }).skipped).to.deep.equal([
      { tenant: "ember", reason: "its file has no block workflows.chunky" },
    ]);
  });

  it("refuses a name that is no tenant, and says which is near", () => {
    expect(() => select({ tenants: ["acmee", "zzz", "bolt"] })).to.throw(
      UnknownTenants,
      'there is no tenant "acmee" (did you mean "acme"?), nor "zzz" among the 4 deployed',
    );
  });
});
