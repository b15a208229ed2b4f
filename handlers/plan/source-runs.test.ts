import { expect } from "chai";
import { tableKeys } from "../../contract/record-keys.ts";
import type { LastSuccessRecord } from "../../contract/records.ts";
import { embeddedPlanner } from "../../testing/handlers/embedded-planner.ts";
import { type EmbeddedStores, startStores } from "../../testing/handlers/embedded-stores.ts";
import { chunky, stateMachine, tenant } from "../../testing/handlers/planned-workflow.ts";
import { endRun } from "../storage/owned-run.ts";
import { plan } from "./plan-execution.ts";
import type { PlanStores } from "./plan-stores.ts";
import { SourceRuns } from "./source-runs.ts";

describe("handlers: the run whose outputs a chunk reads", () => {
  let stores: EmbeddedStores;
  let planner: PlanStores;
  const startedAt = "2026-11-23T12:00:00.000Z";
  const ended = { status: "SUCCEEDED" as const, endedAt: "2026-11-23T13:00:00.000Z" };
  const success = (change: Partial<LastSuccessRecord> = {}): LastSuccessRecord => ({
    ...{ tenant: "acme", runId: "run-1", startedAt, endedAt: ended.endedAt },
    ...change,
  });
  const attemptsOf = (of = success()) => new SourceRuns(planner).attemptsOf("chunky", of);
  const wrote = (chunk: number, stage: string, fields: object) =>
    stores.table.put({ ...tableKeys.chunk("chunky", "run-1", chunk, stage), chunk, stage, ...fields });
  const start = (execution: string, input: object = {}) =>
    plan(planner, chunky, { workflow: "chunky", execution, stateMachine, input });

  /** A run with two chunks of acme, the first and the third, and one of bolt. */
  before(async () => {
    stores = await startStores();
    planner = embeddedPlanner(stores.as("metadata"));
    await stores.deploy([tenant("acme", { chunks: 2 }), tenant("bolt")]);
    await start("run-1");
    for (const chunk of [0, 1, 2])
      for (const stage of ["fetch", "download", "rescale"])
        await wrote(chunk, stage, { status: "SUCCEEDED", attempt: `${stage}-${chunk}-1` });
  });
  after(() => stores.stop());

  it("names the attempt of each stage, in each of the tenant's chunks", async () => {
    const stages = (chunk: number) => ({
      fetch: `fetch-${chunk}-1`,
      download: `download-${chunk}-1`,
      rescale: `rescale-${chunk}-1`,
    });
    expect(await attemptsOf()).to.deep.equal([
      { chunk: 0, stages: stages(0) },
      { chunk: 2, stages: stages(2) },
    ]);
  });

  it("has no attempt for a record of the version before, or of a stage that did not succeed", async () => {
    await wrote(2, "fetch", { status: "SUCCEEDED" });
    await wrote(2, "download", { status: "FAILED", attempt: "download-2-9" });
    const [, last] = (await attemptsOf()) ?? [];
    expect(last).to.deep.equal({ chunk: 2, stages: { rescale: "rescale-2-1" } });
  });

  it("has none of what no worker calls an attempt: it would make the plan of all tenants large or invalid", async () => {
    await wrote(2, "fetch", { status: "SUCCEEDED", attempt: "x".repeat(300_000) });
    await wrote(2, "download", { status: "SUCCEEDED", attempt: { of: "download" } });
    await wrote(2, "rescale", { status: "SUCCEEDED", attempt: "rescale-2-1/../../1" });
    expect((await attemptsOf())?.[1]).to.deep.equal({ chunk: 2, stages: {} });
    await wrote(2, "rescale", { status: "SUCCEEDED", attempt: "rescale-2-1" });
  });

  it("has no attempts at all if it is of the version before, with its plan or without", async () => {
    const plain = { manifest: "runs/chunky/old/", running: [] };
    await stores.bucket.put("runs/chunky/old/plan.json", JSON.stringify(plain), "application/json");
    expect(await attemptsOf(success({ runId: "old" }))).to.equal(undefined);
    const { startedAt: _, ...earlier } = success({ runId: "gone" });
    expect(await attemptsOf(earlier)).to.equal(undefined);
  });

  it("must be there: an expired plan, or expired records, are an error", async () => {
    const failure = (of: LastSuccessRecord) =>
      attemptsOf(of).then(
        () => expect.fail("it was read"),
        ({ message }: Error) => message,
      );
    expect(await failure(success({ runId: "gone" }))).to.equal(
      "the plan and the manifest of chunky's run gone have expired, so nobody knows which of its outputs count: run chunky again for acme",
    );
    await endRun(stores.table, { workflow: "chunky", runId: "run-1", execution: "run-1" }, "closing", ended);
    await start("run-2");
    expect(await failure(success({ runId: "run-2" }))).to.match(
      /^records of chunky's run run-2 have expired/,
    );
  });
});
