import { expect } from "chai";
import type { Chunk } from "../../contract/chunk.ts";
import type { EndRequest } from "../../contract/end-request.ts";
import type { PlanRequest, StageGraph } from "../../contract/plan.ts";
import { tableKeys, tenantPrefix } from "../../contract/record-keys.ts";
import {
  type ChunkRecord,
  type RunRecord,
  runRetentionSeconds,
  type TenantRecord,
} from "../../contract/records.ts";
import { embeddedPlanner } from "../../testing/handlers/embedded-planner.ts";
import { type EmbeddedStores, startStores } from "../../testing/handlers/embedded-stores.ts";
import { chunky, stateMachine, tenant } from "../../testing/handlers/planned-workflow.ts";
import { endRun } from "../storage/owned-run.ts";
import { plan } from "./plan-execution.ts";
import type { PlanStores } from "./plan-stores.ts";

describe("handlers: resuming a run", () => {
  let stores: EmbeddedStores;
  let planner: PlanStores;
  const asked: EndRequest[] = [];
  before(async () => {
    stores = await startStores();
    planner = embeddedPlanner(stores.as("metadata"), async (request) => {
      asked.push(request);
      const { workflow, runId, execution } = request.end;
      await endRun(stores.table, { workflow, runId, execution }, "closing", ended);
      return { alive: false };
    });
  });
  after(() => stores.stop());

  const noon = "2026-11-23T12:00:00.000Z";
  const ended = { status: "FAILED" as const, endedAt: "2026-11-23T13:00:00.000Z", reason: "acme failed" };
  let runs = 0;
  let runId: string;
  /** A run with three chunks of acme and one of bolt, its second, has failed. Its first two chunks are finished. */
  beforeEach(async () => {
    runId = `run-${++runs}`;
    stores.time = noon;
    await stores.table.delete(tableKeys.lock("chunky"));
    await stores.deploy([
      tenant("acme", { chunks: 3 }),
      tenant("bolt"),
      tenant("delta", { paused: "moved" }),
    ]);
    await plan(planner, chunky, { workflow: "chunky", execution: runId, stateMachine, input: {} });
    for (const stage of ["fetch", "download", "rescale"]) {
      await succeeded(0, stage);
      await succeeded(1, stage);
    }
    await succeeded(2, "fetch");
    await endRun(stores.table, { workflow: "chunky", runId, execution: runId }, "closing", ended);
  });

  const succeeded = (chunk: number, stage: string) => {
    const expiresAt = Date.parse(noon) / 1000 + runRetentionSeconds;
    const record = { workflow: "chunky", runId, chunk, stage, status: "SUCCEEDED", expiresAt };
    return stores.table.put({ ...tableKeys.chunk("chunky", runId, chunk, stage), ...record });
  };
  const resume = (input: PlanRequest["input"] = {}, execution = `${runId}-again`, workflow = chunky) =>
    plan(planner, workflow, {
      ...{ workflow: "chunky", execution, stateMachine },
      input: { resume: runId, ...input },
    });
  const refused = (planned: Promise<unknown>): Promise<Error> =>
    planned.then(
      () => expect.fail("it was planned"),
      (error: Error) => error,
    );
  const run = () => stores.table.get<RunRecord>(tableKeys.run("chunky", runId));
  const lock = () => stores.table.get(tableKeys.lock("chunky"));
  const chunksOf = async (manifest: string) =>
    JSON.parse((await stores.bucket.text(`${manifest}chunks.json`)) ?? "") as Chunk[];
  async function tenants() {
    const found: Record<string, TenantRecord> = {};
    for await (const record of stores.table.query<TenantRecord>(`run#chunky#${runId}`, tenantPrefix))
      found[record.tenant] = record;
    return found;
  }

  it("plans only its unfinished chunks, with their ids, under a manifest of its own", async () => {
    const answer = await resume();
    expect(answer).to.deep.include({ runId, chunks: 2, reason: "1 tenant in 2 chunks" });
    const { manifest } = answer;
    expect((await chunksOf(manifest)).map(({ index, tenant }) => [index, tenant])).to.deep.equal([
      [2, "acme"],
      [3, "acme"],
    ]);
    const execution = `${runId}-again`;
    expect(await run()).to.deep.include({
      status: "RUNNING",
      execution,
      manifest,
      chunks: 4,
      startedAt: noon,
    });
    expect(await run()).to.not.have.property("endedAt");
    expect(await resume()).to.deep.equal(answer);
    const { acme, bolt } = await tenants();
    expect([acme?.status, acme?.chunks, acme?.startedAt]).to.deep.equal(["RUNNING", 3, noon]);
    expect(bolt?.status).to.equal("RUNNING");
  });

  it("plans only the chunks that have a named stage before them", async () => {
    const planned = async (stages: string[], execution: string) =>
      (await chunksOf((await resume({ stages }, execution)).manifest)).map(({ index }) => index);
    const end = (execution: string) =>
      endRun(stores.table, { workflow: "chunky", runId, execution }, "closing", ended);
    expect(await planned(["fetch"], "first")).to.deep.equal([3]);
    await end("first");
    expect(await planned(["download", "fetch"], "second")).to.deep.equal([2, 3]);
    await end("second");
    expect(await resume({ stages: ["rescale"] }, "third")).to.deep.include({
      chunks: 0,
      reason: `nothing to do: no chunk of ${runId} has rescale before it`,
    });
    const unknown = await refused(resume({ stages: ["rescal"] }, "fourth"));
    expect(unknown).to.include({ code: "BL-H020" });
    expect(unknown.message).to.include('no stage "rescal"').and.include("rescale");
  });

  it("plans a chunk that only another chunk's record calls finished", async () => {
    const key = tableKeys.chunk("chunky", runId, 3, "rescale");
    await stores.table.put({ ...key, runId, chunk: 2, stage: "rescale", status: "SUCCEEDED" });
    expect((await chunksOf((await resume()).manifest)).map(({ index }) => index)).to.deep.equal([2]);
  });

  it("with nothing to do leaves the run as it is, and says so", async () => {
    const before = await run();
    const answer = await resume({ tenants: ["bolt"] });
    expect(answer).to.deep.include({
      ...{ runId, chunks: 0, shards: [] },
      reason: `nothing to do: all 1 chunks of ${runId} are finished`,
    });
    expect(await run()).to.deep.equal(before);
    expect(await lock()).to.equal(undefined);
    expect(await stores.bucket.text(`runs/chunky/${runId}/attempts/${runId}-again/plan.json`)).to.equal(
      undefined,
    );
  });

  it("for tenants that it does not have is refused, with the nearest name", async () => {
    const before = await run();
    const { name, message } = await refused(resume({ tenants: ["acmee", "bolt"] }));
    expect(name).to.equal("UnknownTenantsError");
    expect(message).to.equal(
      `there is no tenant "acmee" (did you mean "acme"?) among the 3 of the run ${runId}`,
    );
    expect(await run()).to.deep.equal(before);
    expect(await lock()).to.equal(undefined);
  });

  it("that is under way is refused, also when its lock is gone", async () => {
    await resume();
    stores.states.executions.set(`${runId}-again`, { status: "RUNNING" });
    await stores.table.delete(tableKeys.lock("chunky"));
    const { name, message } = await refused(resume({}, `${runId}-more`));
    expect(name).to.equal("RunUnderWayError");
    expect(message).to.contain(`its execution ${runId}-again is alive`);
    expect(await run()).to.deep.include({ status: "RUNNING", execution: `${runId}-again` });
    expect(await lock()).to.equal(undefined);
  });

  it("that a dead execution left is ended first", async () => {
    await resume();
    stores.states.executions.set(`${runId}-again`, { status: "TIMED_OUT" });
    await stores.table.delete(tableKeys.lock("chunky"));
    expect(await resume({}, `${runId}-more`)).to.deep.include({ chunks: 2 });
    const end = { workflow: "chunky", runId, execution: `${runId}-again`, stateMachine };
    expect(asked.splice(0)).to.deep.equal([{ end }]);
    expect(await run()).to.deep.include({ status: "RUNNING", execution: `${runId}-more` });
  });

  it("judges finished chunks by the stages that it was planned with", async () => {
    const stages: StageGraph = { ...chunky.stages, publish: { needs: ["rescale"] } };
    const { manifest } = await resume({}, `${runId}-again`, { ...chunky, stages });
    expect((await chunksOf(manifest)).map(({ index }) => index)).to.deep.equal([2, 3]);
    const text = await stores.bucket.text(`runs/chunky/${runId}/attempts/${runId}-again/plan.json`);
    expect(JSON.parse(text ?? "").stages).to.have.property("publish");
  });

  it("does not judge them by a plan that was never completed", async () => {
    await succeeded(2, "download");
    const execution = `${runId}-again`;
    const shorter = { ...chunky.stages, rescale: undefined };
    const key = `runs/chunky/${runId}/attempts/${execution}/plan.json`;
    await stores.bucket.put(key, JSON.stringify({ stages: shorter, running: [] }), "application/json");
    await stores.table.update(tableKeys.run("chunky", runId), { set: { execution } });
    const { manifest } = await resume({}, `${runId}-more`);
    expect((await chunksOf(manifest)).map(({ index }) => index)).to.deep.equal([2, 3]);
  });

  it("leaves tenants that have succeeded, when another tenant's resume ran a stage that a deployment added", async () => {
    const workflow = { ...chunky, stages: { ...chunky.stages, publish: { needs: ["rescale"] } } };
    await resume({}, `${runId}-again`, workflow);
    for (const stage of Object.keys(workflow.stages))
      for (const chunk of [2, 3]) await succeeded(chunk, stage);
    for (const id of ["acme", "bolt"])
      await stores.table.update(tableKeys.runTenant("chunky", runId, id), { set: { status: "SUCCEEDED" } });
    const claim = { workflow: "chunky", runId, execution: `${runId}-again` };
    await endRun(stores.table, claim, "closing", { ...ended, status: "SUCCEEDED" });
    const before = await run();
    expect(await resume({}, `${runId}-more`, workflow)).to.include({ chunks: 0 });
    expect(await run()).to.deep.equal(before);
  });

  it("keeps its records as long as before, until they have 30 days left; then all are kept together", async () => {
    const expiresAt = async (chunk: number, stage: string) =>
      (await stores.table.get<ChunkRecord>(tableKeys.chunk("chunky", runId, chunk, stage)))?.expiresAt;
    const first = Date.parse(noon) / 1000 + runRetentionSeconds;
    await resume();
    expect([(await run())?.expiresAt, await expiresAt(0, "fetch")]).to.deep.equal([first, first]);
    const claim = { workflow: "chunky", runId, execution: `${runId}-again` };
    await endRun(stores.table, claim, "closing", ended);

    stores.time = "2027-02-20T12:00:00.000Z";
    await resume({}, `${runId}-more`);
    const later = Date.parse(stores.time) / 1000 + runRetentionSeconds;
    const ofTenants = Object.values(await tenants()).map((record) => record.expiresAt);
    expect([(await run())?.expiresAt, ...ofTenants]).to.deep.equal([later, later, later, later]);
    for (const [chunk, stage] of [
      [0, "fetch"],
      [1, "rescale"],
      [2, "fetch"],
    ] as const)
      expect(await expiresAt(chunk, stage)).to.equal(later);
    expect(await expiresAt(3, "fetch"), "a record that is not there").to.equal(undefined);
  });
});
