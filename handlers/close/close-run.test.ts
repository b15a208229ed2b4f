import { expect } from "chai";
import { tableKeys } from "../../contract/record-keys.ts";
import type { ChunkRecord, LastSuccessRecord, RunRecord, TenantRecord } from "../../contract/records.ts";
import type { ShardOutcome } from "../../contract/summary.ts";
import type { DeployedTenant } from "../../contract/tenants.ts";
import { type EmbeddedStores, startStores } from "../../testing/handlers/embedded-stores.ts";
import { chunky, tenant } from "../../testing/handlers/planned-workflow.ts";
import { plan } from "../plan/plan-execution.ts";
import { closeRun } from "./close-run.ts";

const stages = ["fetch", "download", "rescale"] as const;

describe("handlers: closing a run", () => {
  let stores: EmbeddedStores;
  let metadata: ReturnType<EmbeddedStores["as"]>;
  let summary: ReturnType<EmbeddedStores["as"]>;
  before(async () => {
    stores = await startStores();
    metadata = stores.as("metadata");
    summary = stores.as("summary");
  });
  after(() => stores.stop());

  let runs = 0;
  let runId: string;
  beforeEach(async () => {
    runId = `run-${++runs}`;
    stores.time = "2026-11-23T12:00:00.000Z";
    stores.batch.jobs.clear();
    await stores.table.delete(tableKeys.lock("chunky"));
  });

  async function planned(tenants: readonly DeployedTenant[], resume?: string): Promise<void> {
    await stores.deploy(tenants);
    const input = resume === undefined ? {} : { resume };
    await plan(metadata, chunky, {
      workflow: "chunky",
      execution: resume ? `${resume}-again` : runId,
      input,
    });
    stores.time = "2026-11-23T12:30:00.000Z";
  }

  /** What a worker leaves of one stage. */
  async function worked(chunk: number, tenant: string, stage: string, fields: Partial<ChunkRecord> = {}) {
    const record: ChunkRecord = {
      ...{ runId, tenant, chunk, stage, status: "SUCCEEDED", attempts: 1, expiresAt: 4_000_000_000 },
      ...{ startedAt: "2026-11-23T12:01:00.000Z", endedAt: "2026-11-23T12:02:00.000Z" },
      items: { done: 10, failed: 1, skipped: 2 },
      ...fields,
    };
    await stores.table.put({ ...tableKeys.chunk(runId, chunk, stage), ...record });
  }

  async function finished(chunk: number, tenant: string): Promise<void> {
    for (const stage of stages) await worked(chunk, tenant, stage);
  }

  function close(shard: Partial<ShardOutcome> & Pick<ShardOutcome, "size">, execution = runId) {
    const jobs = { fetch: "job-f", download: "job-d", rescale: "job-r" };
    const shards = [{ index: 0, offset: 0, jobs, ...shard }];
    return closeRun(summary, summary.batch, chunky, { workflow: "chunky", runId, execution, shards });
  }

  const tenantRecord = (id: string) => stores.table.get<TenantRecord>(tableKeys.runTenant(runId, id));
  const chunkRecord = (chunk: number, stage: string) =>
    stores.table.get<ChunkRecord>(tableKeys.chunk(runId, chunk, stage));

  it("folds the chunks' records into one result a tenant and closes the run", async () => {
    await planned([tenant("acme", { chunks: 2 }), tenant("bolt"), tenant("delta", { paused: "why not" })]);
    await finished(0, "acme");
    await finished(1, "bolt");
    await finished(2, "acme");
    expect(await close({ size: 3 })).to.deep.equal({
      runId,
      succeeded: true,
      reason: "2 tenants succeeded, 1 skipped",
      tenants: { succeeded: 2, failed: 0, skipped: 1 },
    });
    expect(await tenantRecord("acme")).to.deep.include({
      status: "SUCCEEDED",
      startedAt: "2026-11-23T12:00:00.000Z",
      endedAt: "2026-11-23T12:02:00.000Z",
      chunks: 2,
      chunksFailed: 0,
      workSeconds: 2 * stages.length * 60,
      items: Object.fromEntries(stages.map((stage) => [stage, { done: 20, failed: 2, skipped: 4 }])),
    });
    expect(await stores.table.get<RunRecord>(tableKeys.run(runId))).to.deep.include({
      status: "SUCCEEDED",
      reason: "2 tenants succeeded, 1 skipped",
      endedAt: "2026-11-23T12:30:00.000Z",
      jobs: [{ fetch: "job-f", download: "job-d", rescale: "job-r" }],
    });
    expect(await stores.table.get(tableKeys.lock("chunky"))).to.equal(undefined);
  });

  it("keeps real results in the tenants' history, without an end, and no skips", async () => {
    await planned([tenant("acme"), tenant("delta", { paused: "why not" })]);
    await finished(0, "acme");
    await close({ size: 1 });
    const history = await stores.table.get<TenantRecord>(tableKeys.history("acme", "chunky", runId));
    expect(history).to.deep.include({ status: "SUCCEEDED", runId });
    expect(history).not.to.have.property("expiresAt");
    expect(await stores.table.get(tableKeys.history("delta", "chunky", runId))).to.equal(undefined);
    const key = tableKeys.lastSuccess("chunky", "acme");
    expect((await stores.table.get<LastSuccessRecord>(key))?.runId).to.equal(runId);
  });

  it("remembers how long the last five runs worked, and on how much, each once", async () => {
    const key = tableKeys.lastSuccess("chunky", "ember");
    // As runs were remembered before: without their items.
    await stores.table.put({
      ...key,
      tenant: "ember",
      runId: "old",
      endedAt: "2026-11-01",
      workSeconds: 7,
    });
    const ran: string[] = [];
    for (let count = 1; count <= 6; count += 1) {
      runId = `ember-${count}`;
      ran.push(runId);
      stores.time = "2026-11-23T12:00:00.000Z";
      await planned([tenant("ember")]);
      await finished(0, "ember");
      await worked(0, "ember", "download", { items: { done: 100 + count, failed: 0, skipped: 3 } });
      await close({ size: 1 });
    }
    await close({ size: 1 });
    const { work = [] } = (await stores.table.get<LastSuccessRecord>(key)) ?? {};
    expect(work.map((run) => run.runId)).to.deep.equal(ran.slice(1));
    expect(work.at(-1)).to.deep.include({
      workSeconds: 180,
      items: { done: 106, failed: 0, skipped: 3 },
    });
  });

  it("names the stage that failed first, and keeps the others", async () => {
    await planned([tenant("acme"), tenant("bolt"), tenant("ember")]);
    await worked(0, "acme", "fetch", { status: "FAILED", error: "the feed answered 404" });
    await worked(1, "bolt", "fetch");
    await worked(1, "bolt", "download", {
      status: "FAILED",
      error: "51 % of the items failed",
      endedAt: "2026-11-23T12:09:00.000Z",
    });
    await finished(2, "ember");
    expect(await close({ size: 3, error: { error: "States.TaskFailed", cause: "{}" } })).to.deep.equal({
      runId,
      succeeded: false,
      reason: "acme failed in fetch: the feed answered 404 (1 other tenant failed, 1 succeeded)",
      tenants: { succeeded: 1, failed: 2, skipped: 0 },
    });
    expect(await tenantRecord("bolt")).to.deep.include({
      status: "FAILED",
      chunksFailed: 1,
      reason: "failed in download: 51 % of the items failed",
    });
  });

  it("asks Batch about a stage that could not record its own end, and marks it failed", async () => {
    await planned([tenant("acme", { chunks: 2 })]);
    await finished(0, "acme");
    await worked(1, "acme", "fetch");
    await worked(1, "acme", "download", { status: "RUNNING", endedAt: undefined });
    stores.batch.jobs.set("job-d:1", {
      status: "FAILED",
      statusReason: "Essential container in task exited",
      container: { exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" },
      stoppedAt: Date.parse("2026-11-23T12:05:00Z"),
    });
    const { reason } = await close({ size: 2 });
    expect(reason).to.equal(
      "acme failed in download: it needed more memory than its stage has: OutOfMemoryError: Container killed due to memory usage; Essential container in task exited; exit code 137",
    );
    expect(await chunkRecord(1, "download")).to.deep.include({
      status: "FAILED",
      endedAt: "2026-11-23T12:05:00.000Z",
      startedAt: "2026-11-23T12:01:00.000Z",
      jobId: "job-d:1",
      items: { done: 10, failed: 1, skipped: 2 },
    });
    expect(await chunkRecord(1, "rescale")).to.equal(undefined);
  });

  it("asks about a plain job where the shard has one chunk", async () => {
    await planned([tenant("acme")]);
    stores.batch.jobs.set("job-f", {
      status: "FAILED",
      statusReason: "Host EC2 (instance i-1) terminated.",
    });
    const { reason } = await close({ size: 1 });
    expect(reason).to.equal(
      "acme failed in fetch: its machine was taken away: Host EC2 (instance i-1) terminated",
    );
    expect(await chunkRecord(0, "fetch")).to.deep.include({
      status: "FAILED",
      attempts: 0,
      tenant: "acme",
      chunk: 0,
    });
  });

  it("says why nothing was submitted", async () => {
    await planned([tenant("acme"), tenant("bolt")]);
    const error = { error: "Batch.ClientException", cause: "job queue is disabled" };
    const { reason, tenants } = await close({ size: 2, jobs: {}, error });
    expect(reason).to.equal(
      "acme failed in fetch: its job was not submitted: Batch.ClientException: job queue is disabled (1 other tenant failed)",
    );
    expect(tenants.failed).to.equal(2);
  });

  it("closes the run even when Batch does not answer", async () => {
    await planned([tenant("acme")]);
    // The metadata function's role may not ask Batch.
    const { batch: deaf } = metadata;
    const jobs = { fetch: "job-f" };
    const { reason } = await closeRun(summary, deaf, chunky, {
      ...{ workflow: "chunky", runId, execution: runId },
      shards: [{ index: 0, offset: 0, size: 1, jobs }],
    });
    expect(reason).to.match(
      /^acme failed in fetch: its job left no record, and Batch could not be asked: .*not authorized/,
    );
  });

  it("has the same result when it is called again", async () => {
    await planned([tenant("acme"), tenant("bolt")]);
    stores.batch.jobs.set("job-f:0", {
      status: "FAILED",
      statusReason: "killed",
      stoppedAt: 1_795_435_200_000,
    });
    await finished(1, "bolt");
    const first = await close({ size: 2 });
    const record = await tenantRecord("acme");
    stores.time = "2026-11-23T13:00:00.000Z";
    stores.batch.jobs.clear();
    expect(await close({ size: 2 })).to.deep.equal(first);
    expect(await tenantRecord("acme")).to.deep.equal(record);
  });

  it("counts tenants that could not be planned as failed", async () => {
    await planned([tenant("acme"), tenant("bolt", { workflows: { chunky: { chunks: -1 } } })]);
    await finished(0, "acme");
    const { succeeded, reason } = await close({ size: 1 });
    expect(succeeded).to.equal(false);
    expect(reason).to.match(/^bolt could not be planned: chunks: .* \(1 succeeded\)$/);
  });

  it("leaves the lock to the run that has taken it over", async () => {
    await planned([tenant("acme")]);
    await finished(0, "acme");
    const other = { execution: "other", runId: "other" };
    await stores.table.put({ ...tableKeys.lock("chunky"), ...other });
    await close({ size: 1 });
    expect(await stores.table.get(tableKeys.lock("chunky"))).to.deep.include(other);
  });

  describe("after resuming", () => {
    beforeEach(async () => {
      const tenants = [tenant("acme", { chunks: 2 }), tenant("bolt")];
      await planned(tenants);
      await worked(0, "acme", "fetch", { status: "FAILED", error: "no feed", jobId: "job-f:0" });
      await finished(1, "bolt");
      await finished(2, "acme");
      await close({ size: 3 });
      await planned(tenants, runId);
    });
    const jobs = { fetch: "again-f", download: "again-d", rescale: "again-r" };

    it("folds what both attempts did", async () => {
      await finished(0, "acme");
      expect(await close({ size: 1, jobs }, `${runId}-again`)).to.deep.include({
        succeeded: true,
        reason: "2 tenants succeeded",
      });
      expect((await tenantRecord("acme"))?.chunks).to.equal(2);
      expect(await tenantRecord("acme")).not.to.have.property("reason");
    });

    it("does not report the earlier attempt's failure", async () => {
      stores.batch.jobs.set("again-f", {
        status: "FAILED",
        statusReason: "Host EC2 (instance i-2) terminated.",
      });
      const { reason } = await close({ size: 1, jobs }, `${runId}-again`);
      expect(reason).to.equal(
        "acme failed in fetch: its machine was taken away: Host EC2 (instance i-2) terminated (1 succeeded)",
      );
    });
  });

  it("asks Batch about more than a hundred chunks in batches of a hundred", async () => {
    await planned(Array.from({ length: 130 }, (_, i) => tenant(`t${String(i).padStart(4, "0")}`)));
    const record = {
      runId,
      status: "SUCCEEDED",
      attempts: 1,
      startedAt: stores.time,
      endedAt: stores.time,
    };
    await stores.table.putAll(
      Array.from({ length: 10 }, (_, chunk) =>
        stages.map((stage) => ({
          ...tableKeys.chunk(runId, chunk, stage),
          ...record,
          ...{
            chunk,
            stage,
            tenant: `t${String(chunk).padStart(4, "0")}`,
            items: { done: 1, failed: 0, skipped: 0 },
          },
        })),
      ).flat(),
    );
    stores.batch.asked.length = 0;
    const { tenants } = await close({ size: 130 });
    expect(tenants).to.deep.equal({ succeeded: 10, failed: 120, skipped: 0 });
    expect(stores.batch.asked).to.have.members([100, 20]);
  });
});
