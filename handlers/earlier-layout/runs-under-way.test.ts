import { expect } from "chai";
import { tableKeys } from "../../contract/record-keys.ts";
import type { LockRecord } from "../../contract/records.ts";
import { embeddedPlanner } from "../../testing/handlers/embedded-planner.ts";
import { chunky, stateMachine, tenant } from "../../testing/handlers/planned-workflow.ts";
import { queue, RunToClose, stages } from "../../testing/handlers/run-to-close.ts";
import { lockedEarlier, putEarlierRun, workedEarlier } from "../../testing/upgrades/earlier-run.ts";
import { endDeadRun } from "../close/end-dead-run.ts";
import { plan } from "../plan/plan-execution.ts";
import { SourceRuns } from "../plan/source-runs.ts";
import { sweep } from "../stop/sweep.ts";

/** The rest of the recorded run, and the whole of one with the same tenants. */
const rest = [
  ...[1, 2].flatMap((chunk) => stages.map((stage) => [chunk, chunk === 1 ? "bolt" : "acme", stage] as const)),
];
const all = [...stages.map((stage) => [0, "acme", stage] as const), ...rest];
const tenants = [tenant("acme", { chunks: 2 }), tenant("bolt")];

describe("handlers: a run that an upgrade meets", () => {
  let run: RunToClose;
  before(async () => {
    run = await RunToClose.start();
  });
  after(() => run.stores.stop());
  beforeEach(() => run.next());

  const lock = () => run.stores.table.get<LockRecord>(tableKeys.lock("chunky"));
  const worked = async (done: typeof rest) => {
    for (const stage of done) await workedEarlier(run.stores, run.id, stage);
  };
  /** A job under the name that machines of the version before give it. */
  const job = (name: string, id = run.id) => {
    const jobId = `${id}-${name}`;
    run.stores.batch.jobs.set(jobId, {
      ...{ jobName: `chunky-${id}-${name}`, jobQueue: queue, status: "RUNNING" },
    });
    return jobId;
  };
  const statusOf = (id: string) => run.stores.batch.jobs.get(id)?.status;
  const request = (execution: string, input = {}) => ({ workflow: "chunky", execution, input });
  const resumed = () =>
    plan(embeddedPlanner(run.metadata), chunky, {
      ...request(`${run.id}-again`, { resume: run.id }),
      stateMachine,
    });
  const attempts = (tenant: string) =>
    new SourceRuns(run.stores).attemptsOf("chunky", { tenant, runId: run.id, endedAt: run.stores.time });

  describe("while its containers work", () => {
    beforeEach(() => putEarlierRun(run.stores, run.id));

    it("is closed with all that they recorded", async () => {
      await worked(rest);
      const tenants = { succeeded: 2, failed: 0, skipped: 1 };
      expect(await run.close({ size: 3 })).to.deep.include({ succeeded: true, tenants });
      expect(await lock()).to.equal(undefined);
      expect(await run.tenantRecord("acme")).to.deep.include({ status: "SUCCEEDED", chunksFailed: 0 });
      expect(await attempts("acme")).to.equal(undefined);
    });

    it("is closed with what they recorded after it was adopted", async () => {
      run.stores.beforeTable = async (operation, parameters) => {
        if (operation !== "UpdateItem" || !parameters.includes("closingAt")) return undefined;
        run.stores.beforeTable = async () => undefined;
        await worked(rest);
        return undefined;
      };
      expect(await run.close({ size: 3 })).to.deep.include({ succeeded: true });
    });

    it("keeps its plan if its planner's call is repeated after the upgrade", async () => {
      const again = await plan(embeddedPlanner(run.metadata), chunky, request(run.id));
      expect(again).to.include({ manifest: `runs/chunky/${run.id}/`, chunks: 3 });
      await worked(rest);
      const tenants = { succeeded: 2, failed: 0, skipped: 1 };
      expect(await run.close({ size: 3 })).to.deep.include({ succeeded: true, tenants });
    });

    it("ends with the failures of its containers and of its jobs", async () => {
      const failed = { status: "FAILED", error: "no feed", jobId: "job-f:2" } as const;
      await workedEarlier(run.stores, run.id, [2, "acme", "fetch"], failed);
      run.stores.batch.jobs.set("job-d:1", { status: "FAILED", statusReason: "out of memory" });
      await run.close({ size: 3 });
      expect((await run.tenantRecord("acme"))?.reason).to.equal("failed in fetch: no feed");
      expect((await run.tenantRecord("bolt"))?.reason).to.match(/^failed in download: .*out of memory/);
    });

    it("ends when its execution is stopped: its jobs are found by their names", async () => {
      const jobs = ["0-fetch", "0-download", "plan"].map((name) => job(name));
      const other = job("0-fetch", `${run.id}-b`);
      const event = { status: "ABORTED", redriveCount: 0 };
      await endDeadRun(run.options, { ...request(run.id), runId: run.id, stateMachine, event });
      expect([...jobs, other].map(statusOf)).to.deep.equal(["FAILED", "FAILED", "FAILED", "RUNNING"]);
      expect(await run.runRecord()).to.include({ status: "FAILED" });
      expect(await lock()).to.equal(undefined);
      expect((await resumed()).chunks).to.equal(2);
    });

    it("is left alone by the sweep, and so are its jobs, until its execution is dead", async () => {
      const jobs = [job("0-fetch"), job("0-download")];
      const swept = () => sweep(run.options, new Map([["chunky", stateMachine]]), () => {});
      run.stores.states.executions.set(run.id, { status: "RUNNING" });
      await swept();
      expect(jobs.map(statusOf)).to.deep.equal(["RUNNING", "RUNNING"]);
      expect(await run.runRecord()).to.equal(undefined);
      run.stores.states.executions.set(run.id, { status: "TIMED_OUT" });
      await swept();
      expect(jobs.map(statusOf)).to.deep.equal(["FAILED", "FAILED"]);
      expect(await run.runRecord()).to.include({ status: "FAILED" });
    });

    it("holds the workflow as long as its execution lives, however old its lock is", async () => {
      run.stores.time = "2026-11-25T12:00:00.000Z";
      run.stores.states.executions.set(run.id, { status: "RUNNING" });
      const next = { ...request("next"), stateMachine };
      const error = await plan(embeddedPlanner(run.metadata), chunky, next).catch((cause: unknown) => cause);
      expect(error).to.include({ code: "BL-H002" });
    });

    it("is ended by the next run's planner once its execution is dead", async () => {
      await run.stores.deploy(tenants);
      run.stores.states.executions.set(run.id, { status: "TIMED_OUT" });
      const planner = embeddedPlanner(run.metadata, ({ end }) => endDeadRun(run.options, end));
      const next = `${run.id}-next`;
      run.stores.states.executions.set(next, { status: "RUNNING" });
      await plan(planner, chunky, { ...request(next), stateMachine });
      expect(await run.runRecord()).to.include({ status: "FAILED" });
      expect(await lock()).to.include({ execution: next });
    });
  });

  it("ends without a result if its plan was never complete", async () => {
    await putEarlierRun(run.stores, run.id, false);
    run.stores.states.executions.set(run.id, { status: "ABORTED" });
    await endDeadRun(run.options, { ...request(run.id), runId: run.id, stateMachine });
    const reason = `the execution ${run.id} was stopped before its plan was complete`;
    expect(await run.runRecord()).to.include({ status: "FAILED", reason });
    expect(await lock()).to.equal(undefined);
  });

  describe("while it waits for its turn", () => {
    /** Its machine does not say which it is. */
    const planned = async () => {
      await run.stores.deploy(tenants);
      return plan(embeddedPlanner(run.metadata), chunky, request(run.id));
    };

    it("is planned, and closed with what containers of the version before record", async () => {
      expect((await planned()).chunks).to.equal(3);
      await worked(all);
      expect(await run.close({ size: 3 })).to.deep.include({
        succeeded: true,
        reason: "2 tenants succeeded",
      });
      expect(await attempts("bolt")).to.deep.equal([{ chunk: 1, stages: {} }]);
    });

    it("is stopped with its jobs, and resumed by today's machine where it ended", async () => {
      await planned();
      await worked(all.slice(0, 4));
      const jobs = ["0-fetch", "0-download", "0-rescale"].map((name) => job(name));
      run.stores.states.executions.set(run.id, { status: "ABORTED" });
      await endDeadRun(run.options, { ...request(run.id), runId: run.id, stateMachine });
      expect(jobs.map(statusOf)).to.deep.equal(["FAILED", "FAILED", "FAILED"]);
      expect(await run.chunkRecord(1, "fetch")).to.include({ status: "SUCCEEDED" });
      expect((await resumed()).chunks).to.equal(2);
    });

    it("waits on while another run holds the workflow, whatever that one's execution does", async () => {
      await run.stores.deploy(tenants);
      expect(await lockedEarlier(run.stores, "other")).to.equal(true);
      const scheduled = { schedule: "default", scheduledAt: "2026-11-23T12:00:00.000Z" };
      const waits = { ...request(run.id, scheduled), startedAt: run.stores.time };
      expect(await plan(embeddedPlanner(run.metadata), chunky, waits)).to.include({ waiting: true });
    });

    it("is planned by the version before only when no run of today's has the lock", async () => {
      await run.planned(tenants);
      run.stores.time = "2026-12-23T12:00:00.000Z";
      expect(await lockedEarlier(run.stores, "earlier")).to.equal(false);
      await run.close({ size: 3 });
      expect(await lockedEarlier(run.stores, "earlier")).to.equal(true);
    });
  });

  it("changes nothing any more once it is closed, and today's machine works on it", async () => {
    await putEarlierRun(run.stores, run.id);
    await run.close({ size: 3 });
    const sealed = await run.chunkRecord(2, "fetch");
    expect(sealed).to.include({ status: "FAILED" });
    await resumed();
    await run.worked(1, "bolt", "download", { attempt: "job-1", execution: `${run.id}-again` });
    await worked(rest);
    await run.close({ size: 2 }, `${run.id}-again`);
    expect(await run.chunkRecord(1, "download")).to.include({ attempt: "job-1" });
    expect(await run.chunkRecord(2, "fetch")).to.include({ status: "FAILED" });
  });
});
