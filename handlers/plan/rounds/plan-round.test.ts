import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { platformKeys } from "../../../contract/object-keys.ts";
import type { ShardOutcome } from "../../../contract/summary.ts";
import { tenant } from "../../../testing/handlers/planned-workflow.ts";
import { RunToClose } from "../../../testing/handlers/run-to-close.ts";
import { closeRun } from "../../close/close-run.ts";
import { ClaimLostError } from "../../storage/claim.ts";
import { readManifest } from "../write-plan.ts";

const killed = { exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" };
const failure = { error: "States.TaskFailed", cause: "download: Array Child Job failed" };

describe("handlers: a round with more memory", () => {
  let run: RunToClose;
  before(async () => {
    run = await RunToClose.start();
  });
  after(() => run.stores.stop());
  beforeEach(async () => {
    await run.next();
    await run.planned([tenant("acme", { chunks: 5 })]);
  });

  /** Batch has this child of an array. */
  const child = (
    array: string,
    index: number,
    container: object,
    status: "FAILED" | "SUCCEEDED" = "FAILED",
  ) => void run.stores.batch.jobs.set(`${array}:${index}`, { status, container, arrayProperties: { index } });
  const all: ShardOutcome = {
    ...{ index: 0, offset: 0, size: 5 },
    ...{ jobs: { fetch: "f", download: "d", rescale: "r" }, error: failure },
  };
  const chunksOf = async (manifest: string) =>
    (await readManifest(run.stores.bucket, manifest, "it was written")).map(({ index }) => index);

  it("has the chunks whose containers ran out of memory, with their ids, and no others", async () => {
    child("d", 1, { exitCode: 65 });
    child("d", 2, {}, "SUCCEEDED");
    child("d", 3, killed);
    child("d", 4, { exitCode: 134 });
    const { manifest, shards } = await run.round(1, [all]);
    const memoryMiB = { download: 2_048, rescale: 4_096 };
    expect(shards).to.deep.equal([{ index: 1, offset: 0, size: 2, memoryMiB }]);
    expect(await chunksOf(manifest)).to.deep.equal([3, 4]);
    expect(await run.runRecord()).to.deep.include({
      manifest,
      rounds: [
        {
          at: "2026-11-23T12:30:00.000Z",
          grown: [{ stage: "download", chunks: 2, fromMiB: 1_024, toMiB: 2_048 }],
        },
      ],
    });
  });

  it("is none where no container ran out of memory: then the run stays as it is", async () => {
    const before = await run.runRecord();
    child("d", 1, { exitCode: 1, reason: "Essential container in task exited" });
    expect(await run.round(1, [all])).to.deep.equal({ manifest: "", shards: [] });
    expect(await run.round(1, [{ ...all, error: null }])).to.deep.equal({ manifest: "", shards: [] });
    expect(await run.runRecord()).to.deep.equal(before);
  });

  it("follows another: chunks with equal memory form a shard, and one that had the most is left out", async () => {
    for (const place of [0, 2, 4]) child("d", place, killed);
    child("r", 1, killed);
    const first = await run.round(1, [all]);
    expect(first.shards).to.deep.equal([
      { index: 1, offset: 0, size: 3, memoryMiB: { download: 2_048, rescale: 4_096 } },
      { index: 2, offset: 3, size: 1, memoryMiB: { download: 1_024, rescale: 8_192 } },
    ]);
    expect(await chunksOf(first.manifest)).to.deep.equal([0, 2, 4, 1]);
    child("d1", 2, killed);
    child("r1", 0, killed);
    run.stores.batch.jobs.set("r2", { status: "FAILED", container: killed });
    const second = await run.round(2, [
      { index: 1, offset: 0, size: 3, jobs: { download: "d1", rescale: "r1" }, error: failure },
      { index: 2, offset: 3, size: 1, jobs: { download: "d2", rescale: "r2" }, error: failure },
    ]);
    expect(second.shards).to.deep.equal([
      { index: 3, offset: 0, size: 1, memoryMiB: { download: 2_048, rescale: 8_192 } },
      { index: 4, offset: 1, size: 1, memoryMiB: { download: 3_000, rescale: 4_096 } },
    ]);
    expect(await chunksOf(second.manifest)).to.deep.equal([0, 4]);
    const { rounds = [] } = (await run.runRecord()) ?? {};
    expect(rounds[1]?.grown).to.deep.equal([
      { stage: "rescale", chunks: 1, fromMiB: 4_096, toMiB: 8_192 },
      { stage: "download", chunks: 1, fromMiB: 2_048, toMiB: 3_000 },
    ]);
  });

  it("is planned once, also if its answer was lost", async () => {
    child("d", 3, killed);
    const first = await run.round(1, [all]);
    run.stores.batch.jobs.clear();
    expect(await run.round(1, [all])).to.deep.equal(first);
    child("d1", 0, killed);
    const one = { index: 1, offset: 0, size: 1 };
    run.stores.batch.jobs.set("d1", { status: "FAILED", container: killed });
    const second = await run.round(2, [{ ...one, jobs: { download: "d1" }, error: failure }]);
    // A late call for the first one does not lead the run back.
    await run.round(1, [all]);
    const record = await run.runRecord();
    expect([record?.manifest, record?.rounds?.length]).to.deep.equal([second.manifest, 2]);
  });

  it("is not begun once the run is being closed", async () => {
    child("d", 3, killed);
    await run.close({ size: 5 });
    const lost = await rejection(run.round(1, [all]), ClaimLostError);
    expect(lost.code).to.equal("BL-H012");
  });

  describe("of a run that is closed", () => {
    const rescaled = async (...chunks: number[]) => {
      for (const chunk of chunks) await run.finished(chunk, "acme");
    };

    it("counts with the rest of the run, as one", async () => {
      await rescaled(0, 1, 2, 4);
      child("d", 3, killed);
      const { shards } = await run.round(1, [all]);
      await rescaled(3);
      const again = shards.map((shard) => ({ ...shard, jobs: { download: "d1" }, error: null }));
      const claim = { workflow: "chunky", runId: run.id, execution: run.id };
      const end = { why: "the stages have ended", leastChecks: 1, shards: [all, ...again] };
      expect(await closeRun(run.options, claim, end)).to.deep.include({
        succeeded: true,
        reason: "1 tenant succeeded",
      });
      const record = await run.runRecord();
      expect(record?.jobs).to.deep.equal([all.jobs, { download: "d1" }]);
      expect(record?.rounds).to.have.length(1);
    });

    it("has the tries of all its jobs, completed where a container was killed", async () => {
      const startedAt = "2026-11-23T12:01:00.000Z";
      const tries = [
        { attempt: "d-3-1", startedAt },
        { attempt: "d1-1", startedAt: "2026-11-23T12:02:00.000Z" },
      ];
      child("d", 3, killed);
      const { shards } = await run.round(1, [all]);
      run.stores.batch.jobs.set("d1", { status: "SUCCEEDED", container: { exitCode: 0 } });
      await rescaled(0, 1, 2, 3, 4);
      await run.worked(3, "acme", "download", { attempt: "d1-1", execution: run.id, attempts: 2, tries });
      const again = shards.map((shard) => ({ ...shard, jobs: { download: "d1" }, error: null }));
      const claim = { workflow: "chunky", runId: run.id, execution: run.id };
      await closeRun(run.options, claim, { why: "ended", leastChecks: 1, shards: [all, ...again] });
      const completed = (await run.chunkRecord(3, "download"))?.tries ?? [];
      expect(completed.map(({ attempt, outcome }) => [attempt, outcome])).to.deep.equal([
        ["d-3-1", "OUT_OF_MEMORY"],
        ["d1-1", "SUCCEEDED"],
      ]);
      expect((await run.runRecord())?.usage?.download).to.deep.include({ outOfMemory: 1, tries: 2 });
    });

    it("was stopped in the round: its jobs are found by their names, and the reason is the last job's", async () => {
      await rescaled(0, 1, 2, 4);
      child("d", 3, killed);
      await run.round(1, [all]);
      const jobId = run.submitted("1-download");
      await run.worked(3, "acme", "fetch");
      const claim = { workflow: "chunky", runId: run.id, execution: run.id };
      const end = { why: "the execution was stopped", leastChecks: 1, error: null };
      await closeRun(run.options, claim, end);
      expect(run.stores.batch.jobs.get(jobId)?.status).to.equal("FAILED");
      expect(await run.chunkRecord(3, "download")).to.deep.include({
        ...{ status: "FAILED", jobId, error: "the execution was stopped" },
      });
    });

    it("is forgotten by a resume, which begins with the declared memory", async () => {
      await rescaled(0, 1, 2, 4);
      child("d", 3, killed);
      await run.round(1, [all]);
      await run.close({ size: 5 });
      await run.planned([tenant("acme", { chunks: 5 })], run.id);
      expect(await run.runRecord()).not.to.have.property("rounds");
      const execution = `${run.id}-again`;
      run.stores.batch.jobs.set("d", { status: "FAILED", container: killed });
      const { manifest, shards } = await run.round(1, [{ ...all, size: 1 }], execution);
      expect(shards).to.deep.equal([
        { index: 1, offset: 0, size: 1, memoryMiB: { download: 2_048, rescale: 4_096 } },
      ]);
      expect(await chunksOf(manifest)).to.deep.equal([3]);
      const key = platformKeys.round("chunky", run.id, execution, 1);
      expect(await run.stores.bucket.text(key)).to.contain(manifest);
    });
  });
});
