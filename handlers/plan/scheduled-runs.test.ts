import { expect } from "chai";
import { longestWaitSeconds, type PlanRequest } from "../../contract/plan.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { LockRecord, RunRecord, ScheduledRecord } from "../../contract/records.ts";
import { embeddedPlanner } from "../../testing/handlers/embedded-planner.ts";
import { type EmbeddedStores, startStores } from "../../testing/handlers/embedded-stores.ts";
import { chunky, stateMachine, tenant } from "../../testing/handlers/planned-workflow.ts";
import { releaseLock } from "../storage/lock.ts";
import { EndFailedError } from "./end-dead-run.ts";
import { plan } from "./plan-execution.ts";
import type { PlanStores } from "./plan-stores.ts";

const schedule = { cron: "0 3 * * ? *", timezone: "Europe/Warsaw" };
const own = "0 5 * * ? * America/New_York";
const began = "2026-11-23T12:00:00.000Z";

describe("handlers: planning runs that schedules start", () => {
  let stores: EmbeddedStores;
  let metadata: PlanStores;
  before(async () => {
    stores = await startStores();
    metadata = embeddedPlanner(stores.as("metadata"), () =>
      Promise.reject(new EndFailedError("BL-H014", "the close function is down")),
    );
    await deploy();
  });
  after(() => stores.stop());

  beforeEach(async () => {
    stores.time = began;
    for (const key of [
      tableKeys.lock("chunky"),
      tableKeys.scheduled("chunky", "default"),
      tableKeys.scheduled("chunky", own),
    ]) {
      await stores.table.delete(key);
    }
  });

  const deploy = () =>
    stores.deploy([
      tenant("acme", { chunks: 3 }),
      tenant("bolt", { schedules: { chunky: { cron: "0 5 * * ? *", timezone: "America/New_York" } } }),
    ]);

  let runs = 0;
  const newName = () => `scheduled-${++runs}`;
  const start = (execution: string, input: PlanRequest["input"]) =>
    plan(
      metadata,
      { ...chunky, schedule },
      { workflow: "chunky", execution, stateMachine, input, startedAt: began },
    );
  const at = (scheduledAt: string, name = "default") => ({ schedule: name, scheduledAt });
  const later = (seconds: number) => {
    stores.time = new Date(Date.parse(began) + seconds * 1000).toISOString();
  };
  const run = (runId: string) => stores.table.get<RunRecord>(tableKeys.run("chunky", runId));
  const lock = () => stores.table.get<LockRecord>(tableKeys.lock("chunky"));
  const end = (execution: string) => releaseLock(stores.table, "chunky", execution);

  it("a scheduled run: only the schedule's tenants", async () => {
    const [one, other] = [newName(), newName()];
    expect(await start(one, at("2026-11-23T02:00:00Z"))).to.deep.include({ tenants: 1, chunks: 3 });
    await end(one);
    expect(await start(other, at("2026-11-23T10:00:00Z", own))).to.deep.include({ tenants: 1, chunks: 1 });
    await end(other);
  });

  it("a schedule that no tenant has any more: nothing to do", async () => {
    expect(await start(newName(), at("2026-11-23T02:00:00Z", "0 9 * * ? * UTC"))).to.deep.include({
      chunks: 0,
      reason: "nothing to do: no tenant has this workflow by the schedule 0 9 * * ? * UTC",
    });
    expect(await lock()).to.equal(undefined);
  });

  it("another run in progress: the answer is to ask again, and nothing is written", async () => {
    const [first, second] = [newName(), newName()];
    for (const name of [first, second]) stores.states.executions.set(name, { status: "RUNNING" });
    await start(first, {});
    const answer = await start(second, at("2026-11-23T10:00:00Z", own));
    expect(answer).to.deep.include({ runId: second, chunks: 0, shards: [], waiting: true });
    expect(answer.reason).to.contain(`chunky is already running: run ${first}`);
    expect(await run(second)).to.equal(undefined);
    expect((await lock())?.execution).to.equal(first);
    later(3_600);
    expect(await start(second, at("2026-11-23T10:00:00Z", own))).to.deep.include({ waiting: true });
    await end(first);
    const planned = await start(second, at("2026-11-23T10:00:00Z", own));
    expect(planned).to.deep.include({ tenants: 1, chunks: 1 }).and.not.to.have.property("waiting");
    expect(await run(second)).to.deep.include({ status: "RUNNING", chunks: 1 });
  });

  it("a run whose input says so: waits, too", async () => {
    const [first, second] = [newName(), newName()];
    for (const name of [first, second]) stores.states.executions.set(name, { status: "RUNNING" });
    await start(first, {});
    const input = { tenants: ["acme"], wait: true };
    expect(await start(second, input)).to.deep.include({ waiting: true });
    await end(first);
    expect(await start(second, input)).to.deep.include({ tenants: 1, chunks: 3 });
  });

  it("twelve hours of waiting: rejected, with the reason", async () => {
    const [first, second] = [newName(), newName()];
    for (const name of [first, second]) stores.states.executions.set(name, { status: "RUNNING" });
    await start(first, {});
    later(longestWaitSeconds);
    await start(second, at("2026-11-23T10:00:00Z", own)).then(
      () => expect.fail("it was planned"),
      ({ name, message }: Error) => {
        expect(name).to.equal("WorkflowBusyError");
        expect(message).to.contain(
          `waited without success since ${began}: chunky is already running: run ${first}`,
        );
      },
    );
    expect(await run(second)).to.deep.include({ status: "FAILED" });
    expect((await lock())?.execution).to.equal(first);
  });

  it("a manual run: rejected at once while a scheduled one is in progress", async () => {
    await start(newName(), at("2026-11-23T02:00:00Z"));
    await start(newName(), {}).then(
      () => expect.fail("it was planned"),
      ({ name, message }: Error) => {
        expect(name).to.equal("WorkflowBusyError");
        expect(message).to.match(/^chunky is already running/);
      },
    );
  });

  it("a scheduled time: planned once, and no earlier time after it", async () => {
    const [first, again, before, next] = [newName(), newName(), newName(), newName()];
    await start(first, at("2026-11-23T02:00:00Z"));
    await end(first);
    for (const [name, time] of [
      [again, "2026-11-23T02:00:00Z"],
      [before, "2026-11-22T02:00:00Z"],
    ] as const) {
      expect(await start(name, at(time))).to.deep.include({
        chunks: 0,
        reason: `nothing to do at ${time}: ${first} has already planned the run of 2026-11-23T02:00:00.000Z`,
      });
      expect(await lock()).to.equal(undefined);
      expect(await run(name)).to.deep.include({ status: "SUCCEEDED" });
    }
    expect(await start(next, at("2026-11-24T02:00:00Z"))).to.deep.include({ chunks: 3 });
  });

  it("a scheduled time whose plan failed: planned by the second delivery", async () => {
    const [first, second] = [newName(), newName()];
    await stores.bucket.put("tenants.json", "{}", "application/json");
    await start(first, at("2026-11-23T02:00:00Z")).then(
      () => expect.fail("it was planned"),
      (error: Error) => expect(error.message).to.contain("has no list of tenants"),
    );
    await deploy();
    expect(await start(second, at("2026-11-23T02:00:00Z"))).to.deep.include({ chunks: 3 });
  });

  it("a scheduled time that is delivered twice at once: one waits, and then has nothing to do", async () => {
    const [first, second] = [newName(), newName()];
    const both = [first, second].map((name) => start(name, at("2026-11-23T02:00:00Z")));
    const answers = await Promise.all(both);
    expect(answers.map(({ waiting = false }) => waiting)).to.have.members([true, false]);
    const [planned, waits] = answers[0]?.waiting ? [second, first] : [first, second];
    await end(planned);
    expect(await start(waits, at("2026-11-23T02:00:00Z"))).to.deep.include({ chunks: 0 });
  });

  it("a lock that cannot be freed: waits, with the reason, until half a day is over", async () => {
    const [first, second] = [newName(), newName()];
    await start(first, {});
    stores.states.executions.set(first, { status: "ABORTED" });
    stores.states.executions.set(second, { status: "RUNNING" });
    expect(await start(second, at("2026-11-23T02:00:00Z"))).to.deep.include({
      waiting: true,
      reason: "the close function is down",
    });
    later(longestWaitSeconds);
    await start(second, at("2026-11-23T02:00:00Z")).then(
      () => expect.fail("it was planned"),
      ({ name }: Error) => expect(name).to.equal("EndFailedError"),
    );
  });

  it("an execution interrupted after its claim: planned again", async () => {
    const execution = newName();
    const record: ScheduledRecord = { scheduledAt: "2026-11-23T02:00:00.000Z", execution };
    await stores.table.put({ ...tableKeys.scheduled("chunky", "default"), ...record });
    expect(await start(execution, at("2026-11-23T02:00:00Z"))).to.deep.include({ chunks: 3 });
  });

  it("a malformed time: the schedule still counts", async () => {
    for (const name of [newName(), newName()]) {
      expect(await start(name, at("<aws.scheduler.scheduled-time>"))).to.deep.include({ chunks: 3 });
      await end(name);
    }
  });
});
