import { expect } from "chai";
import { platformKeys } from "../../contract/object-keys.ts";
import type { PlanFile } from "../../contract/plan.ts";
import { tableKeys, tenantPrefix } from "../../contract/record-keys.ts";
import type { ChunkRecord, TenantRecord } from "../../contract/records.ts";
import { stateMachine, tenant } from "../../testing/handlers/planned-workflow.ts";
import { queue, RunToClose } from "../../testing/handlers/run-to-close.ts";
import { endDeadRun } from "./end-dead-run.ts";

describe("handlers: ending a run of the version before", () => {
  let run: RunToClose;
  before(async () => {
    run = await RunToClose.start();
  });
  after(() => run.stores.stop());
  beforeEach(() => run.next());

  /** Plans a run, and leaves it as the version before had it: under its keys, without what came since. */
  async function earlier(plan: "complete" | "missing") {
    const { table, bucket } = run.stores;
    const tenants = [tenant("acme"), tenant("bolt")];
    await run.planned(tenants);
    await run.finished(0, "acme");
    await run.worked(1, "bolt", "fetch", { status: "RUNNING", endedAt: undefined, jobId: "job-f:1" });
    const pk = `run#${run.id}`;
    const key = platformKeys.plan("chunky", run.id, run.id);
    const { stages, ...file }: PlanFile = JSON.parse(await bucket.requiredText(key));
    const { plannedAt, ...record } = (await run.runRecord()) ?? expect.fail("there is no run");
    const moved: { pk: string; sk: string }[] = [{ ...record, pk, sk: "run" }];
    for await (const found of table.query<TenantRecord>(tableKeys.run("chunky", run.id).pk, tenantPrefix))
      moved.push({ ...found, pk });
    for (const [chunk, stage] of [
      ...["fetch", "download", "rescale"].map((each) => [0, each] as const),
      [1, "fetch"] as const,
    ]) {
      const found = await table.get<ChunkRecord>(tableKeys.chunk("chunky", run.id, chunk, stage));
      moved.push({ ...found, pk, sk: `chunk#${String(chunk).padStart(8, "0")}#${stage}` });
    }
    const old = run.id;
    await run.next();
    // The same run under an id that has nothing under today's keys.
    const renamed = (text: string) =>
      text.replaceAll(`${old}"`, `${run.id}"`).replaceAll(`${old}/`, `${run.id}/`);
    for (const item of moved) await table.put(JSON.parse(renamed(JSON.stringify(item))));
    const held = { runId: run.id, execution: run.id, acquiredAt: run.stores.time, expiresAt: 1 };
    await table.put({ ...tableKeys.lock("chunky"), ...held });
    const manifest = platformKeys.run("chunky", run.id);
    const chunks = await bucket.requiredText(platformKeys.chunks(file.manifest));
    await bucket.put(platformKeys.chunks(manifest), chunks, "application/json");
    if (plan === "complete") {
      const text = JSON.stringify({ ...JSON.parse(renamed(JSON.stringify(file))), manifest });
      await bucket.put(platformKeys.plan("chunky", run.id, run.id), text, "application/json");
    }
  }

  const job = (jobName: string) => {
    const jobId = `job-${run.stores.batch.jobs.size}`;
    run.stores.batch.jobs.set(jobId, { jobName, jobQueue: queue, status: "RUNNING" });
    return jobId;
  };
  const end = () => {
    run.stores.states.executions.set(run.id, { status: "ABORTED" });
    return endDeadRun(run.options, { workflow: "chunky", runId: run.id, execution: run.id, stateMachine });
  };

  it("closes it under today's keys, and ends its jobs by the names that they had", async () => {
    await earlier("complete");
    const jobs = ["0-fetch", "0-download", "0-rescale"].map((name) => job(`chunky-${run.id}-${name}`));
    const other = job(`chunky-${run.id}-2-0-fetch`);
    const { result } = await end();
    expect(result?.tenants).to.deep.equal({ succeeded: 1, failed: 1, skipped: 0 });
    const statusOf = (id: string) => run.stores.batch.jobs.get(id)?.status;
    expect([...jobs, other].map(statusOf)).to.deep.equal(["FAILED", "FAILED", "FAILED", "RUNNING"]);
    expect(await run.tenantRecord("bolt")).to.include({ status: "FAILED" });
    expect(await run.stores.table.get(tableKeys.lock("chunky"))).to.equal(undefined);
  });

  it("ends it without a result if its plan was never complete", async () => {
    await earlier("missing");
    await end();
    expect(await run.runRecord()).to.include({
      status: "FAILED",
      reason: `the execution ${run.id} was stopped before its plan was complete`,
    });
  });
});
