import { expect } from "chai";
import fc from "fast-check";
import type { RunInput } from "../../contract/plan.ts";
import { type OwnSchedule, scheduleName } from "../../contract/schedule.ts";
import { chunky, tenant } from "../../testing/handlers/planned-workflow.ts";
import { schedulesOf } from "../../workflow-kit/at-deploy/schedules.ts";
import { candidates, UnknownTenantsError, whoRuns } from "./who-runs.ts";

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
    tenants: candidates(chunky, tenants, input),
    input,
    lastSuccess: new Map(Object.entries(successes)),
    now,
  });
  return { running: running.map(({ id }) => id), skipped };
}

const paused = { tenant: "delta", reason: "paused: the shop is rebuilt" };

describe("planning: who runs", () => {
  it("tenants with the workflow: run, but paused ones are skipped with their reason", () => {
    expect(select({})).to.deep.equal({ running: ["acme", "bolt"], skipped: [paused] });
  });

  it("a tenant that succeeded recently: skipped", () => {
    expect(select({}, { bolt: "2026-11-23T03:00:00.000Z" })).to.deep.equal({
      running: ["acme"],
      skipped: [
        { tenant: "bolt", reason: "succeeded at 2026-11-23T03:00:00.000Z, within the last 20h" },
        paused,
      ],
    });
  });

  it("a tenant that succeeded recently: runs again when the time has passed, to the millisecond", () => {
    expect(select({}, { bolt: "2026-11-22T16:00:00.000Z" }).running).to.include("bolt");
    expect(select({}, { bolt: "2026-11-22T16:00:00.001Z" }).running).not.to.include("bolt");
  });

  it("a tenant that succeeded recently: runs if named, or if the run is forced", () => {
    const success = { bolt: "2026-11-23T03:00:00.000Z" };
    expect(select({ tenants: ["bolt"] }, success)).to.deep.equal({ running: ["bolt"], skipped: [] });
    expect(select({ force: true }, success).running).to.deep.equal(["acme", "bolt"]);
  });

  it("named tenants: run alone, but a paused one does not", () => {
    expect(select({ tenants: ["delta", "acme"] })).to.deep.equal({ running: ["acme"], skipped: [paused] });
  });

  it("a named tenant without the workflow: skipped, with the reason", () => {
    expect(select({ tenants: ["ember"] }).skipped).to.deep.equal([
      { tenant: "ember", reason: "its file has no block workflows.chunky" },
    ]);
  });

  it("an unknown tenant: rejected, with the nearest name", () => {
    expect(() => select({ tenants: ["acmee", "zzz", "bolt"] })).to.throw(
      UnknownTenantsError,
      'there is no tenant "acmee" (did you mean "acme"?), nor "zzz" among the 4 deployed',
    );
  });

  describe("by a schedule", () => {
    const schedule = { cron: "0 3 * * ? *", timezone: "Europe/Warsaw" };
    const workflow = { ...chunky, schedule };
    const newYork = { cron: "0 5 * * ? *", timezone: "America/New_York" };
    const all = [
      tenant("acme"),
      tenant("bolt", { schedules: { chunky: newYork } }),
      tenant("cafe", { schedules: { chunky: "by hand" } }),
      tenant("delta", { schedules: { other: newYork } }),
      tenant("ember", { schedules: { chunky: { ...schedule, cron: " 0 3  * * ? *" } } }),
      tenant("fjord", { workflows: { other: {} }, schedules: { other: newYork } }),
    ];
    const ids = (input: RunInput, of = workflow) => candidates(of, all, input).map(({ id }) => id);

    it("tenants: the schedule's; by hand, all", () => {
      expect(ids({ schedule: "default" })).to.deep.equal(["acme", "delta", "ember"]);
      expect(ids({ schedule: "0 5 * * ? * America/New_York" })).to.deep.equal(["bolt"]);
      expect(ids({})).to.deep.equal(["acme", "bolt", "cafe", "delta", "ember"]);
    });

    it("tenants: none if all have changed their schedule since", () => {
      expect(ids({ schedule: "0 6 * * ? * America/New_York" })).to.deep.equal([]);
    });

    it("every tenant: exactly one of the workflow's schedules, unless it is started by hand only", () => {
      const own = fc.constantFrom<(OwnSchedule | undefined)[]>(
        undefined,
        "by hand",
        newYork,
        schedule,
        { ...newYork, timezone: "Asia/Tokyo" },
        { ...schedule, cron: "0  3 * * ? *" },
      );
      fc.assert(
        fc.property(fc.array(own), fc.boolean(), (owns, hasDefault) => {
          const of = hasDefault ? workflow : chunky;
          const some = owns.map((one, i) =>
            tenant(`tenant-${i}`, one === undefined ? {} : { schedules: { chunky: one } }),
          );
          const schedules = schedulesOf(of, some);
          const expressions = schedules.map(scheduleName);
          expect(new Set(expressions).size).to.equal(expressions.length);
          const taken = schedules.flatMap(({ name }) => candidates(of, some, { schedule: name }));
          const scheduled = some.filter((_, i) => owns[i] !== "by hand" && (hasDefault || owns[i]));
          expect(taken).to.have.members(scheduled);
          expect(taken).to.have.length(scheduled.length);
        }),
      );
    });
  });
});
