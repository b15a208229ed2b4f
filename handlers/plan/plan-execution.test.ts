import { expect } from "chai";
import type { Chunk } from "../../contract/chunk.ts";
import { lockSeconds, type PlanFile, type PlanRequest } from "../../contract/plan.ts";
import { lastSuccessPrefix, tableKeys, tenantPrefix } from "../../contract/record-keys.ts";
import type { LockRecord, RunRecord, TenantRecord } from "../../contract/records.ts";
import { type EmbeddedStores, startStores } from "../../testing/handlers/embedded-stores.ts";
import { chunky, stateMachine, tenant } from "../../testing/handlers/planned-workflow.ts";
import { WorkflowBusyError } from "../storage/lock.ts";
import type { Stores } from "../storage/stores.ts";
import { plan } from "./plan-execution.ts";

describe("handlers: planning a run", () => {
  let stores: EmbeddedStores;
  let metadata: Stores;
  before(async () => {
    stores = await startStores();
    metadata = stores.as("metadata");
  });
  after(() => stores.stop());

  let runs = 0;
  let execution: string;
  beforeEach(async () => {
    execution = `run-${++runs}`;
    stores.time = "2026-11-23T12:00:00.000Z";
    await stores.table.delete(tableKeys.lock("chunky"));
    await stores.deploy([
      tenant("acme", { chunks: 3, weight: 2 }),
      tenant("bolt", { workflows: { chunky: { skipIfSucceededWithin: "20h" } } }),
      tenant("delta", { paused: "the shop is rebuilt" }),
    ]);
  });

  const start = (input: PlanRequest["input"] = {}, name = execution) =>
    plan(metadata, chunky, { workflow: "chunky", execution: name, stateMachine, input });

  const run = (runId = execution) => stores.table.get<RunRecord>(tableKeys.run("chunky", runId));
  const lock = () => stores.table.get<LockRecord>(tableKeys.lock("chunky"));

  async function read(key: string): Promise<unknown> {
    return JSON.parse((await stores.bucket.text(key)) ?? "null");
  }

  async function tenants(): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for await (const record of stores.table.query<TenantRecord>(`run#chunky#${execution}`, tenantPrefix)) {
      found[record.tenant] = record.reason ? `${record.status}: ${record.reason}` : record.status;
    }
    return found;
  }

  it("a planned run: manifest, plan and records are written, and facts returned", async () => {
    expect(await start()).to.deep.equal({
      runId: execution,
      manifest: `runs/chunky/${execution}/`,
      chunks: 4,
      shards: [{ index: 0, offset: 0, size: 4 }],
      tenants: 2,
      skipped: 1,
      reason: "2 tenants in 4 chunks, 1 skipped",
    });
    const chunks = (await read(`runs/chunky/${execution}/chunks.json`)) as Chunk[];
    expect(chunks.map(({ index, tenant, part, parts }) => [index, tenant, part, parts])).to.deep.equal([
      [0, "acme", 0, 3],
      [1, "acme", 1, 3],
      [2, "bolt", 0, 1],
      [3, "acme", 2, 3],
    ]);
    expect(chunks[2]).to.deep.include({
      data: { bucket: "data", prefix: "tenants/bolt/" },
      params: { chunks: 1, skipIfSucceededWithin: "20h" },
    });
    const file = (await read(`runs/chunky/${execution}/plan.json`)) as PlanFile;
    expect(file.skippedTenants).to.deep.equal([{ tenant: "delta", reason: "paused: the shop is rebuilt" }]);
    expect(await tenants()).to.deep.equal({
      acme: "RUNNING",
      bolt: "RUNNING",
      delta: "SKIPPED: paused: the shop is rebuilt",
    });
    expect(await run()).to.deep.include({ status: "RUNNING", execution, chunks: 4 });
    expect(await lock()).to.deep.include({ runId: execution, execution });
  });

  it("a retried call: returns the existing plan", async () => {
    const first = await start();
    await stores.deploy([tenant("other")]);
    stores.time = "2026-11-23T13:00:00.000Z";
    expect(await start()).to.deep.equal(first);
  });

  it("an interrupted call: planned again", async () => {
    await stores.bucket.put(`runs/chunky/${execution}/chunks.json`, "[half of", "application/json");
    expect(await start()).to.deep.include({ chunks: 4 });
    expect(await read(`runs/chunky/${execution}/chunks.json`)).to.have.length(4);
  });

  it("tenants that succeeded recently: skipped", async () => {
    const key = tableKeys.lastSuccess("chunky", "bolt");
    expect(key.sk.startsWith(lastSuccessPrefix)).to.equal(true);
    await stores.table.put({ ...key, tenant: "bolt", runId: "r", endedAt: "2026-11-23T03:00:00.000Z" });
    await start();
    expect((await tenants()).bolt).to.match(/^SKIPPED: succeeded at 2026-11-23T03/);
    await stores.table.delete(key);
  });

  it("a second run of the workflow: rejected, with the lock's holder", async () => {
    await start();
    const second = `${execution}-b`;
    try {
      await start({}, second);
      expect.fail("the second run was planned");
    } catch (error) {
      expect(error).to.be.instanceOf(WorkflowBusyError);
      expect((error as Error).message).to.include(
        `run ${execution} (execution ${execution}) since 2026-11-23T12:00`,
      );
    }
    expect((await run(second))?.status).to.equal("FAILED");
    expect((await run(second))?.reason).to.include("chunky is already running");
    expect((await lock())?.execution).to.equal(execution);
  });

  it("the lock of a run that was aborted long ago: taken over", async () => {
    await start();
    stores.time = new Date(stores.now() + lockSeconds * 1000).toISOString();
    const second = `${execution}-b`;
    expect(await start({}, second)).to.deep.include({ runId: second, chunks: 4 });
    expect((await lock())?.execution).to.equal(second);
  });

  it("a run that could not be planned: its reason is recorded, and the workflow is free", async () => {
    await start({ tenants: ["acmee"] }).then(
      () => expect.fail("an unknown tenant was planned"),
      (error: Error) => expect(error.message).to.include('"acmee" (did you mean "acme"?)'),
    );
    expect(await run()).to.deep.include({ status: "FAILED", chunks: 0 });
    expect(await lock()).to.equal(undefined);
  });

  it("a run with nothing to do: closed, and the workflow is free", async () => {
    expect(await start({ tenants: ["delta"] })).to.deep.include({
      chunks: 0,
      shards: [],
      reason: "nothing to do: 1 skipped (delta: paused: the shop is rebuilt)",
    });
    expect(await run()).to.deep.include({ status: "SUCCEEDED", endedAt: stores.time });
    expect(await lock()).to.equal(undefined);
  });

  it("a run without a plannable tenant: fails, also on a second call", async () => {
    await stores.deploy([tenant("acme", { workflows: { chunky: { chunks: -1 } } })]);
    for (let call = 0; call < 2; call += 1) {
      await start().then(
        () => expect.fail("a broken tenant was planned"),
        (error: Error) =>
          expect(error.message).to.match(/^nothing to do: 1 could not be planned \(acme: .*chunks/),
      );
    }
    expect((await run())?.status).to.equal("FAILED");
    expect(await lock()).to.equal(undefined);
  });

  it("tenants that were never deployed: the error says what to do", async () => {
    const empty = await startStores();
    try {
      await plan(empty.as("metadata"), chunky, { workflow: "chunky", execution, stateMachine, input: {} });
      expect.fail("a run without tenants was planned");
    } catch (error) {
      expect((error as Error).message).to.include("s3://platform/tenants.json is missing");
      expect((error as Error).message).to.include("pulumi up");
    } finally {
      await empty.stop();
    }
  });

  it("a resumed run: only its unfinished chunks, with their ids", async () => {
    await start();
    await stores.table.delete(tableKeys.lock("chunky"));
    const done = { runId: execution, status: "SUCCEEDED" };
    for (const [chunk, stage] of [
      [0, "fetch"],
      [0, "download"],
      [0, "rescale"],
      [1, "fetch"],
      [3, "rescale"],
    ] as const) {
      await stores.table.put({
        ...tableKeys.chunk("chunky", execution, chunk, stage),
        ...done,
        chunk,
        stage,
      });
    }
    const attempt = `${execution}-again`;
    const facts = await start({ resume: execution }, attempt);
    const manifest = `runs/chunky/${execution}/attempts/${attempt}/`;
    expect(facts).to.deep.include({ runId: execution, manifest, chunks: 2 });
    const chunks = (await read(`${manifest}chunks.json`)) as Chunk[];
    expect(chunks.map(({ index }) => index)).to.deep.equal([1, 2]);
    expect(await run()).to.deep.include({ status: "RUNNING", execution: attempt, manifest, chunks: 4 });
    expect(await start({ resume: execution }, attempt)).to.deep.equal(facts);
  });

  it("an unknown run to resume: rejected", async () => {
    await start({ resume: "run-of-nobody" }).then(
      () => expect.fail("resumed nothing"),
      (error: Error) => expect(error.message).to.include("there is no run run-of-nobody of chunky to resume"),
    );
    expect(await lock()).to.equal(undefined);
  });

  it("a thousand tenants: written in batches", async () => {
    await stores.deploy(Array.from({ length: 1_000 }, (_, i) => tenant(`tenant-${i}`)));
    const facts = await start();
    expect(facts).to.deep.include({ chunks: 1_000, tenants: 1_000 });
    expect(JSON.stringify(facts).length).to.be.below(4096);
    expect(Object.keys(await tenants())).to.have.length(1_000);
  });
});
