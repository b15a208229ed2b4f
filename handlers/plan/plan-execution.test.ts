import { expect } from "chai";
import type { Chunk } from "../../contract/chunk.ts";
import type { EndRequest } from "../../contract/end-request.ts";
import type { PlanFile, PlanRequest } from "../../contract/plan.ts";
import { lastSuccessPrefix, tableKeys, tenantPrefix } from "../../contract/record-keys.ts";
import type { LockRecord, RunRecord, TenantRecord } from "../../contract/records.ts";
import { embeddedPlanner } from "../../testing/handlers/embedded-planner.ts";
import { type EmbeddedStores, startStores } from "../../testing/handlers/embedded-stores.ts";
import { chunky, stateMachine, tenant } from "../../testing/handlers/planned-workflow.ts";
import { WorkflowBusyError } from "../storage/lock.ts";
import { plan } from "./plan-execution.ts";
import type { PlanStores } from "./plan-stores.ts";

describe("handlers: planning a run", () => {
  let stores: EmbeddedStores;
  let metadata: PlanStores;
  const ended: EndRequest[] = [];
  before(async () => {
    stores = await startStores();
    metadata = embeddedPlanner(stores.as("metadata"), async (request) => {
      ended.push(request);
      await stores.table.delete(tableKeys.lock("chunky"));
      return { alive: false };
    });
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
    const planned = await start();
    const { manifest } = planned;
    expect(manifest).to.match(new RegExp(`^runs/chunky/${execution}/m\\d+/$`));
    expect(planned).to.deep.equal({
      runId: execution,
      manifest,
      chunks: 4,
      shards: [{ index: 0, offset: 0, size: 4 }],
      tenants: 2,
      skipped: 1,
      reason: "2 tenants in 4 chunks, 1 skipped",
    });
    const chunks = (await read(`${manifest}chunks.json`)) as Chunk[];
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
    expect(file).to.deep.include({
      stages: { fetch: {}, download: { needs: ["fetch"] }, rescale: { needs: ["download"] } },
      code: { stateMachine, planner: "metadata:1" },
    });
    expect(file.skippedTenants).to.deep.equal([{ tenant: "delta", reason: "paused: the shop is rebuilt" }]);
    expect(await tenants()).to.deep.equal({
      acme: "RUNNING",
      bolt: "RUNNING",
      delta: "SKIPPED: paused: the shop is rebuilt",
    });
    const plannedAt = stores.time;
    expect(await run()).to.deep.include({ status: "RUNNING", execution, chunks: 4, manifest, plannedAt });
    expect(await lock()).to.deep.include({ runId: execution, execution });
  });

  it("a retried call: returns the existing plan", async () => {
    const first = await start();
    await stores.deploy([tenant("other")]);
    stores.time = "2026-11-23T13:00:00.000Z";
    expect(await start()).to.deep.equal(first);
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

  it("the lock of a dead execution: its run is ended, then the next is planned", async () => {
    await start();
    stores.states.executions.set(execution, { status: "ABORTED" });
    const second = `${execution}-b`;
    expect(await start({}, second)).to.deep.include({ runId: second, chunks: 4 });
    expect(ended.splice(0)).to.deep.equal([
      { end: { workflow: "chunky", runId: execution, execution, stateMachine } },
    ]);
    expect((await lock())?.execution).to.equal(second);
  });

  it("an execution that has ended itself: refused, and nothing is written", async () => {
    stores.states.executions.set(execution, { status: "TIMED_OUT" });
    await start().then(
      () => expect.fail("it was planned"),
      (error: Error) => expect(error.name).to.equal("ExecutionEndedError"),
    );
    expect(await run()).to.equal(undefined);
    expect(await lock()).to.equal(undefined);
  });

  it("the lock of an execution that is alive: kept, however long it has been held", async () => {
    await start();
    stores.states.executions.set(execution, { status: "RUNNING" });
    stores.time = "2027-11-23T12:00:00.000Z";
    await start({}, `${execution}-b`).then(
      () => expect.fail("the second run was planned"),
      (error: Error) => expect(error).to.be.instanceOf(WorkflowBusyError),
    );
    expect(ended).to.deep.equal([]);
  });

  it("the lock of an execution that Step Functions does not describe: kept, also for a scheduled run", async () => {
    await start({}, `${execution}-holder`);
    const before = await lock();
    const lives = async (_: string, name: string) => {
      if (name.endsWith("-holder")) throw new Error("Rate exceeded");
      return true;
    };
    for (const input of [{}, { schedule: "default" }]) {
      const request = { workflow: "chunky", execution, stateMachine, input, startedAt: stores.time };
      const problem = await plan({ ...metadata, lives }, chunky, request).catch((cause: unknown) => cause);
      expect(problem).to.have.property("message", "Rate exceeded");
    }
    expect([await lock(), ended.splice(0)]).to.deep.equal([before, []]);
    expect(await run(`${execution}-holder`)).to.include({ status: "RUNNING" });
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
      await plan(embeddedPlanner(empty.as("metadata")), chunky, {
        workflow: "chunky",
        execution,
        stateMachine,
        input: {},
      });
      expect.fail("a run without tenants was planned");
    } catch (error) {
      expect((error as Error).message).to.include("s3://platform/tenants.json is missing");
      expect((error as Error).message).to.include("pulumi up");
    } finally {
      await empty.stop();
    }
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
