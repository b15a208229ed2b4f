import { expect } from "chai";
import { encodeManifest } from "../../contract/manifest.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { ChunkRecord, RunRecord, TenantRecord } from "../../contract/records.ts";
import { embeddedPlanner } from "../../testing/handlers/embedded-planner.ts";
import { type EmbeddedStores, startStores } from "../../testing/handlers/embedded-stores.ts";
import { chunky, stateMachine } from "../../testing/handlers/planned-workflow.ts";
import { plan } from "../plan/plan-execution.ts";
import { adoptRun } from "./adopt-run.ts";

const at = "2026-11-20T03:00:00.000Z";
const expiresAt = Date.parse("2027-02-18T03:00:00.000Z") / 1000;
const items = { done: 5, failed: 0, skipped: 0 };

/** The items of a run as the version before wrote them: all in the run's partition, without the workflow in a key. */
function earlierItems(runId: string) {
  const pk = `run#${runId}`;
  const run = { runId, workflow: "chunky", execution: runId, manifest: `runs/chunky/${runId}/`, chunks: 2 };
  const tenant = { runId, workflow: "chunky", tenant: "acme", startedAt: at, chunks: 2, expiresAt };
  const stage = { runId, tenant: "acme", attempts: 1, startedAt: at, endedAt: at, items, expiresAt };
  return [
    { pk, sk: "run", ...run, status: "FAILED", reason: "acme failed", startedAt: at, endedAt: at, expiresAt },
    { pk, sk: "tenant#acme", ...tenant, status: "FAILED", endedAt: at, reason: "no feed" },
    { pk, sk: "chunk#00000000#fetch", ...stage, chunk: 0, stage: "fetch", status: "SUCCEEDED" },
    { pk, sk: "chunk#00000000#download", ...stage, chunk: 0, stage: "download", status: "SUCCEEDED" },
    { pk, sk: "chunk#00000000#rescale", ...stage, chunk: 0, stage: "rescale", status: "SUCCEEDED" },
    {
      pk,
      sk: "chunk#00000001#fetch",
      ...stage,
      chunk: 1,
      stage: "fetch",
      status: "FAILED",
      error: "no feed",
    },
  ];
}

/** The objects of that run: the manifest under the run's prefix, and a plan without stages. */
async function putEarlierObjects({ bucket }: EmbeddedStores, runId: string): Promise<void> {
  const prefix = `runs/chunky/${runId}/`;
  const data = { bucket: "data", prefix: "tenants/acme/" };
  const lines = [0, 1].map((part) => ({
    index: part,
    tenant: "acme",
    part,
    parts: 2,
    data,
    params: { chunks: 2 },
  }));
  const { chunks, index } = encodeManifest(lines);
  await bucket.put(`${prefix}chunks.json`, chunks, "application/json");
  await bucket.put(`${prefix}chunks.idx`, index, "application/octet-stream");
  const file = {
    ...{
      runId,
      manifest: prefix,
      chunks: 2,
      shards: [{ index: 0, offset: 0, size: 2 }],
      tenants: 1,
      skipped: 0,
    },
    ...{ reason: "1 tenant in 2 chunks", workflow: "chunky", execution: runId, plannedAt: at },
    ...{ running: [{ tenant: "acme", firstChunk: 0, chunks: 2 }], skippedTenants: [] },
  };
  await bucket.put(`${prefix}plan.json`, JSON.stringify(file), "application/json");
}

describe("handlers: a run of the version before", () => {
  let stores: EmbeddedStores;
  before(async () => {
    stores = await startStores();
  });
  after(() => stores.stop());

  let runs = 0;
  let runId: string;
  beforeEach(async () => {
    runId = `earlier-${++runs}`;
    for (const item of earlierItems(runId)) await stores.table.put(item);
  });
  const record = (chunk: number, stage: string) =>
    stores.table.get<ChunkRecord>(tableKeys.chunk("chunky", runId, chunk, stage));
  const claim = () => ({ workflow: "chunky", runId, execution: `${runId}-again` });
  const run = () => stores.table.get<RunRecord>(tableKeys.run("chunky", runId));

  it("is copied to today's keys, records and all", async () => {
    await adoptRun(stores.table, claim());
    expect(await run()).to.deep.include({ runId, status: "FAILED", chunks: 2, startedAt: at, expiresAt });
    expect(
      await stores.table.get<TenantRecord>(tableKeys.runTenant("chunky", runId, "acme")),
    ).to.deep.include({
      status: "FAILED",
      reason: "no feed",
    });
    expect(await record(0, "rescale")).to.deep.include({ workflow: "chunky", status: "SUCCEEDED", items });
    expect(await record(1, "fetch")).to.deep.include({ status: "FAILED", error: "no feed" });
  });

  it("is copied once: what has changed since stays", async () => {
    await stores.table.put({ ...tableKeys.chunk("chunky", runId, 1, "fetch"), status: "SUCCEEDED" });
    await adoptRun(stores.table, claim());
    expect((await record(1, "fetch"))?.status).to.equal("SUCCEEDED");
    await stores.table.update(tableKeys.run("chunky", runId), { set: { status: "RUNNING" } });
    await adoptRun(stores.table, claim());
    expect((await run())?.status).to.equal("RUNNING");
  });

  it("is not another workflow's", async () => {
    await adoptRun(stores.table, { ...claim(), workflow: "sitemap" });
    expect(await stores.table.get(tableKeys.run("sitemap", runId))).to.equal(undefined);
  });

  it("is copied for the execution that works on it, and for no other", async () => {
    await stores.table.update({ pk: `run#${runId}`, sk: "run" }, { set: { status: "RUNNING" } });
    await adoptRun(stores.table, claim());
    expect(await run()).to.equal(undefined);
    await adoptRun(stores.table, { ...claim(), execution: runId });
    expect((await run())?.status).to.equal("RUNNING");
  });

  it("can be resumed", async () => {
    await putEarlierObjects(stores, runId);
    const planner = embeddedPlanner(stores.as("metadata"));
    const request = {
      workflow: "chunky",
      execution: `${runId}-again`,
      stateMachine,
      input: { resume: runId },
    };
    const { manifest, chunks } = await plan(planner, chunky, request);
    expect(chunks).to.equal(1);
    expect(JSON.parse((await stores.bucket.text(`${manifest}chunks.json`)) ?? "")[0]).to.include({
      index: 1,
    });
    expect(await run()).to.deep.include({
      status: "RUNNING",
      execution: request.execution,
      manifest,
      chunks: 2,
    });
    await stores.table.delete(tableKeys.lock("chunky"));
  });

  it("stays where it is while its execution is alive", async () => {
    await putEarlierObjects(stores, runId);
    await stores.table.update({ pk: `run#${runId}`, sk: "run" }, { set: { status: "RUNNING" } });
    stores.states.executions.set(runId, { status: "RUNNING" });
    const planner = embeddedPlanner(stores.as("metadata"));
    const request = {
      workflow: "chunky",
      execution: `${runId}-again`,
      stateMachine,
      input: { resume: runId },
    };
    const error = await plan(planner, chunky, request).catch((cause: Error) => cause);
    expect(error).to.have.property("name", "RunUnderWayError");
    expect(await run()).to.equal(undefined);
  });
});
