import { expect } from "chai";
import { tableKeys } from "../../contract/record-keys.ts";
import type { ChunkRecord, RunRecord, TenantRecord } from "../../contract/records.ts";
import { embeddedPlanner } from "../../testing/handlers/embedded-planner.ts";
import { type EmbeddedStores, startStores } from "../../testing/handlers/embedded-stores.ts";
import { chunky, stateMachine } from "../../testing/handlers/planned-workflow.ts";
import { putEarlierRun } from "../../testing/upgrades/earlier-run.ts";
import { plan } from "../plan/plan-execution.ts";
import { adoptRun } from "./adopt-run.ts";

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
    await putEarlierRun(stores, runId);
    await stores.table.delete(tableKeys.lock("chunky"));
    await earlierRunIs("FAILED");
  });
  const earlierRunIs = (status: RunRecord["status"]) =>
    stores.table.update({ pk: `run#${runId}`, sk: "run" }, { set: { status } });
  const record = (chunk: number, stage: string) =>
    stores.table.get<ChunkRecord>(tableKeys.chunk("chunky", runId, chunk, stage));
  const claim = () => ({ workflow: "chunky", runId, execution: `${runId}-again` });
  const run = () => stores.table.get<RunRecord>(tableKeys.run("chunky", runId));
  const resumed = () =>
    plan(embeddedPlanner(stores.as("metadata")), chunky, {
      ...{ workflow: "chunky", execution: `${runId}-again`, stateMachine, input: { resume: runId } },
    });

  it("is copied to today's keys, records and all", async () => {
    await adoptRun(stores.table, claim());
    const at = "2026-11-23T12:00:00.000Z";
    const expiresAt = 1_803_211_200;
    expect(await run()).to.deep.include({ runId, status: "FAILED", chunks: 3, startedAt: at, expiresAt });
    const delta = await stores.table.get<TenantRecord>(tableKeys.runTenant("chunky", runId, "delta"));
    expect(delta).to.deep.include({ status: "SKIPPED", reason: "paused: why not" });
    const items = { done: 10, failed: 0, skipped: 2 };
    expect(await record(0, "rescale")).to.deep.include({ workflow: "chunky", status: "SUCCEEDED", items });
    expect(await record(2, "fetch")).to.deep.include({ status: "RUNNING", jobId: "job-fetch:2" });
  });

  it("is copied once: what has changed since stays", async () => {
    await stores.table.put({ ...tableKeys.chunk("chunky", runId, 2, "fetch"), status: "SUCCEEDED" });
    await adoptRun(stores.table, claim());
    expect((await record(2, "fetch"))?.status).to.equal("SUCCEEDED");
    await stores.table.update(tableKeys.run("chunky", runId), { set: { status: "RUNNING" } });
    await adoptRun(stores.table, claim());
    expect((await run())?.status).to.equal("RUNNING");
  });

  it("is not another workflow's", async () => {
    await adoptRun(stores.table, { ...claim(), workflow: "sitemap" });
    expect(await stores.table.get(tableKeys.run("sitemap", runId))).to.equal(undefined);
  });

  it("is copied for the execution that works on it, and for no other", async () => {
    await earlierRunIs("RUNNING");
    await adoptRun(stores.table, claim());
    expect(await run()).to.equal(undefined);
    await adoptRun(stores.table, { ...claim(), execution: runId });
    expect((await run())?.status).to.equal("RUNNING");
  });

  it("can be resumed", async () => {
    const { manifest, chunks } = await resumed();
    expect(chunks).to.equal(2);
    const [first] = JSON.parse((await stores.bucket.text(`${manifest}chunks.json`)) ?? "");
    expect(first).to.include({ index: 1, tenant: "bolt" });
    const { execution } = claim();
    expect(await run()).to.deep.include({ status: "RUNNING", execution, manifest, chunks: 3 });
  });

  it("stays where it is while its execution is alive", async () => {
    await earlierRunIs("RUNNING");
    stores.states.executions.set(runId, { status: "RUNNING" });
    expect(await resumed().catch((cause: unknown) => cause)).to.include({ code: "BL-H013" });
    expect(await run()).to.equal(undefined);
  });
});
