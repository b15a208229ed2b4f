import { expect } from "chai";
import type { PlanFile } from "../../contract/plan.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { LastSuccessRecord, RunRecord, TenantRecord } from "../../contract/records.ts";
import { chunky, tenant } from "../../testing/handlers/planned-workflow.ts";

import { RunToClose, stages } from "../../testing/handlers/run-to-close.ts";

describe("handlers: closing a run", () => {
  let run: RunToClose;
  before(async () => {
    run = await RunToClose.start();
  });
  after(() => run.stores.stop());
  beforeEach(() => run.next());

  it("folds the chunks' records into one result a tenant and closes the run", async () => {
    await run.planned([
      tenant("acme", { chunks: 2 }),
      tenant("bolt"),
      tenant("delta", { paused: "why not" }),
    ]);
    await run.finished(0, "acme");
    await run.finished(1, "bolt");
    await run.finished(2, "acme");
    expect(await run.close({ size: 3 })).to.deep.equal({
      runId: run.id,
      succeeded: true,
      reason: "2 tenants succeeded, 1 skipped",
      tenants: { succeeded: 2, failed: 0, skipped: 1 },
    });
    expect(await run.tenantRecord("acme")).to.deep.include({
      status: "SUCCEEDED",
      startedAt: "2026-11-23T12:00:00.000Z",
      endedAt: "2026-11-23T12:02:00.000Z",
      chunks: 2,
      chunksFailed: 0,
      workSeconds: 2 * stages.length * 60,
      items: Object.fromEntries(stages.map((stage) => [stage, { done: 20, failed: 2, skipped: 4 }])),
    });
    expect(await run.stores.table.get<RunRecord>(tableKeys.run("chunky", run.id))).to.deep.include({
      status: "SUCCEEDED",
      reason: "2 tenants succeeded, 1 skipped",
      endedAt: "2026-11-23T12:30:00.000Z",
      jobs: [{ fetch: "job-f", download: "job-d", rescale: "job-r" }],
    });
    expect(await run.stores.table.get(tableKeys.lock("chunky"))).to.equal(undefined);
  });

  it("keeps real results in the tenants' history, without an end, and no skips", async () => {
    await run.planned([tenant("acme"), tenant("delta", { paused: "why not" })]);
    await run.finished(0, "acme");
    await run.close({ size: 1 });
    const history = await run.stores.table.get<TenantRecord>(tableKeys.history("acme", "chunky", run.id));
    expect(history).to.deep.include({ status: "SUCCEEDED", runId: run.id });
    expect(history).not.to.have.property("expiresAt");
    expect(await run.stores.table.get(tableKeys.history("delta", "chunky", run.id))).to.equal(undefined);
    const key = tableKeys.lastSuccess("chunky", "acme");
    expect((await run.stores.table.get<LastSuccessRecord>(key))?.runId).to.equal(run.id);
  });

  it("remembers how long the last five runs worked, and on how much, each once", async () => {
    const key = tableKeys.lastSuccess("chunky", "ember");
    // As runs were remembered before: without their items.
    await run.stores.table.put({
      ...key,
      tenant: "ember",
      runId: "old",
      endedAt: "2026-11-01",
      workSeconds: 7,
    });
    const ran: string[] = [];
    for (let count = 1; count <= 6; count += 1) {
      run.id = `ember-${count}`;
      ran.push(run.id);
      run.stores.time = "2026-11-23T12:00:00.000Z";
      await run.planned([tenant("ember")]);
      await run.finished(0, "ember");
      await run.worked(0, "ember", "download", { items: { done: 100 + count, failed: 0, skipped: 3 } });
      await run.close({ size: 1 });
    }
    await run.close({ size: 1 });
    const { work = [] } = (await run.stores.table.get<LastSuccessRecord>(key)) ?? {};
    expect(work.map(({ runId }) => runId)).to.deep.equal(ran.slice(1));
    expect(work.at(-1)).to.deep.include({
      workSeconds: 180,
      items: { done: 106, failed: 0, skipped: 3 },
    });
  });

  it("has the same result when it is called again", async () => {
    await run.planned([tenant("acme"), tenant("bolt")]);
    run.stores.batch.jobs.set("job-f:0", {
      status: "FAILED",
      statusReason: "killed",
      stoppedAt: 1_795_435_200_000,
    });
    await run.finished(1, "bolt");
    const first = await run.close({ size: 2 });
    const record = await run.tenantRecord("acme");
    run.stores.time = "2026-11-23T13:00:00.000Z";
    run.stores.batch.jobs.clear();
    expect(await run.close({ size: 2 })).to.deep.equal(first);
    expect(await run.tenantRecord("acme")).to.deep.equal(record);
  });

  it("counts tenants that could not be planned as failed", async () => {
    await run.planned([tenant("acme"), tenant("bolt", { workflows: { chunky: { chunks: -1 } } })]);
    await run.finished(0, "acme");
    const { succeeded, reason } = await run.close({ size: 1 });
    expect(succeeded).to.equal(false);
    expect(reason).to.match(/^bolt could not be planned: chunks: .* \(1 succeeded\)$/);
  });

  it("leaves the lock to the run that has taken it over", async () => {
    await run.planned([tenant("acme")]);
    await run.finished(0, "acme");
    const other = { execution: "other", runId: "other" };
    await run.stores.table.put({ ...tableKeys.lock("chunky"), ...other });
    await run.close({ size: 1 });
    expect(await run.stores.table.get(tableKeys.lock("chunky"))).to.deep.include(other);
  });

  it("judges by the stages that were planned, not by those that are deployed since", async () => {
    await run.planned([tenant("acme"), tenant("bolt")]);
    await planHasStages({ fetch: {}, download: { needs: ["fetch"] }, check: { needs: ["download"] } });
    for (const stage of ["fetch", "download", "check"]) await run.worked(0, "acme", stage);
    for (const stage of ["fetch", "download"]) await run.worked(1, "bolt", stage);
    await run.worked(1, "bolt", "check", { status: "FAILED", error: "a broken image", jobId: "job-c" });
    const jobs = { fetch: "job-f", download: "job-d", check: "job-c" };
    expect((await run.close({ size: 2, jobs })).reason).to.equal(
      "bolt failed in check: a broken image (1 succeeded)",
    );
  });

  it("keeps the latest success of a run that started later than the one that is resumed", async () => {
    const key = tableKeys.lastSuccess("chunky", "fern");
    const tenants = [tenant("fern")];
    const lastRun = async () => (await run.stores.table.get<LastSuccessRecord>(key))?.runId;
    const old = run.id;
    await run.planned(tenants);
    await run.close({ size: 1 });
    await run.next();
    const newer = run.id;
    run.stores.time = "2026-11-24T12:00:00.000Z";
    await run.planned(tenants);
    await run.finished(0, "fern");
    await run.close({ size: 1 });
    expect(await lastRun()).to.equal(newer);
    run.id = old;
    run.stores.time = "2026-11-25T12:00:00.000Z";
    await run.planned(tenants, old);
    await run.worked(0, "fern", "fetch", { endedAt: "2026-11-25T12:10:00.000Z" });
    await run.worked(0, "fern", "download", { endedAt: "2026-11-25T12:20:00.000Z" });
    await run.worked(0, "fern", "rescale", { endedAt: "2026-11-25T12:30:00.000Z" });
    expect(await run.close({ size: 1 }, `${old}-again`)).to.include({ succeeded: true });
    expect(await lastRun()).to.equal(newer);
  });

  it("replaces a latest success of the version before only if that ended before this run began", async () => {
    const success = { tenant: "gorse", runId: "before" };
    const key = tableKeys.lastSuccess("chunky", "gorse");
    for (const [endedAt, expected] of [
      ["2026-11-23T12:00:00.001Z", "before"],
      ["2026-11-23T11:59:59.000Z", "this run"],
    ] as const) {
      await run.next();
      await run.stores.table.put({ ...key, ...success, endedAt });
      await run.planned([tenant("gorse")]);
      await run.finished(0, "gorse");
      await run.close({ size: 1 });
      const { runId } = (await run.stores.table.get<LastSuccessRecord>(key)) ?? {};
      expect(runId).to.equal(expected === "this run" ? run.id : expected);
    }
  });

  /** Changes the stages in the plan of the run. */
  const withPublish = { ...chunky.stages, publish: { needs: ["rescale"] } };

  async function planHasStages(stages: PlanFile["stages"], attempt = "") {
    const key = `runs/chunky/${run.id}/${attempt}plan.json`;
    const plan: PlanFile = JSON.parse(await run.stores.bucket.requiredText(key));
    await run.stores.bucket.put(key, JSON.stringify({ ...plan, stages }), "application/json");
  }

  describe("after resuming", () => {
    beforeEach(async () => {
      const tenants = [tenant("acme", { chunks: 2 }), tenant("bolt")];
      await run.planned(tenants);
      await run.worked(0, "acme", "fetch", { status: "FAILED", error: "no feed", jobId: "job-f:0" });
      await run.finished(1, "bolt");
      await run.finished(2, "acme");
      await run.close({ size: 3 });
      await run.planned(tenants, run.id);
    });
    const jobs = { fetch: "again-f", download: "again-d", rescale: "again-r" };

    it("folds what both attempts did", async () => {
      await run.finished(0, "acme");
      expect(await run.close({ size: 1, jobs }, `${run.id}-again`)).to.deep.include({
        succeeded: true,
        reason: "2 tenants succeeded",
      });
      expect((await run.tenantRecord("acme"))?.chunks).to.equal(2);
      expect(await run.tenantRecord("acme")).not.to.have.property("reason");
    });

    it("leaves tenants as they are that the resumption did not run", async () => {
      const before = await run.tenantRecord("bolt");
      await run.finished(0, "acme");
      // Nobody may judge it again, whatever its chunks look like now.
      await run.worked(1, "bolt", "rescale", { status: "FAILED", error: "another run's" });
      await run.close({ size: 1, jobs }, `${run.id}-again`);
      expect(await run.tenantRecord("bolt")).to.deep.equal(before);
    });

    it("takes for finished what the resumption did not run, also if a stage was added since", async () => {
      await run.finished(0, "acme");
      await run.worked(0, "acme", "publish");
      await planHasStages(withPublish, `attempts/${run.id}-again/`);
      expect(await run.close({ size: 1, jobs }, `${run.id}-again`)).to.deep.include({
        succeeded: true,
        reason: "2 tenants succeeded",
      });
      expect(await run.chunkRecord(2, "publish")).to.equal(undefined);
    });

    it("does not report the earlier attempt's failure", async () => {
      run.stores.batch.jobs.set("again-f", {
        status: "FAILED",
        statusReason: "Host EC2 (instance i-2) terminated.",
      });
      const { reason } = await run.close({ size: 1, jobs }, `${run.id}-again`);
      expect(reason).to.equal(
        "acme failed in fetch: AWS reclaimed its instance: Host EC2 (instance i-2) terminated (1 succeeded)",
      );
    });
  });
});
