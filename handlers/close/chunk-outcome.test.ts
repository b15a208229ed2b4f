import { expect } from "chai";
import type { ChunkRecord } from "../../contract/records.ts";
import { chunky } from "../../testing/handlers/planned-workflow.ts";
import { chunkOutcome } from "./chunk-outcome.ts";

const chunk = { index: 7, tenant: "acme" };

function record(stage: string, fields: Partial<ChunkRecord>): ChunkRecord {
  return {
    ...{ workflow: "chunky", runId: "run-1", tenant: "acme", chunk: 7, stage, attempts: 1 },
    status: "SUCCEEDED",
    ...{ startedAt: "2026-11-23T12:00:00.000Z", endedAt: "2026-11-23T12:01:00.000Z", expiresAt: 1 },
    items: { done: 1, failed: 0, skipped: 0 },
    ...fields,
  };
}

function outcome(...records: readonly ChunkRecord[]) {
  return chunkOutcome(chunk, chunky.stages, records, () => true);
}

describe("closing: a chunk's outcome", () => {
  it("is a success when every stage succeeded, with the items of each", () => {
    const items = { done: 5, failed: 1, skipped: 2 };
    expect(outcome(record("fetch", {}), record("download", { items }), record("rescale", {}))).to.deep.equal({
      items: {
        fetch: { done: 1, failed: 0, skipped: 0 },
        download: items,
        rescale: { done: 1, failed: 0, skipped: 0 },
      },
      failures: [],
      unexplained: [],
      incomplete: [],
      usage: {},
      workMs: 180_000,
      lastEnd: "2026-11-23T12:01:00.000Z",
    });
  });

  it("names the failed stage, not later ones that failed because of it", () => {
    const { failures, unexplained } = outcome(
      record("fetch", { status: "FAILED", error: "the feed answered 404" }),
      record("download", { status: "FAILED", error: "a dependency failed" }),
    );
    expect(failures).to.deep.equal([
      { chunk: 7, stage: "fetch", reason: "the feed answered 404", at: "2026-11-23T12:01:00.000Z" },
    ]);
    expect(unexplained).to.deep.equal([]);
  });

  it("a stage that never started or ended is left for Batch to explain", () => {
    expect(outcome().unexplained).to.deep.equal([{ chunk: 7, tenant: "acme", stage: "fetch" }]);
    const running = record("download", { status: "RUNNING" });
    expect(outcome(record("fetch", {}), running).unexplained).to.deep.equal([
      { chunk: 7, tenant: "acme", stage: "download", record: running },
    ]);
  });

  it("counts the time of stages that succeeded only", () => {
    const running = record("download", { status: "RUNNING", endedAt: undefined });
    expect(outcome(record("fetch", {}), running).workMs).to.equal(60_000);
  });

  it("ignores the failure of an earlier attempt", () => {
    const old = record("fetch", { status: "FAILED", error: "the feed answered 404" });
    const { failures, unexplained } = chunkOutcome(chunk, chunky.stages, [old], () => false);
    expect(failures).to.deep.equal([]);
    expect(unexplained.map(({ stage }) => stage)).to.deep.equal(["fetch"]);
  });

  it("finds every cause in a graph of stages", () => {
    const stages = { a: {}, b: { needs: ["a"] }, c: { needs: ["a"] }, d: { needs: ["b", "c"] } };
    const records = [
      record("a", {}),
      record("b", { status: "FAILED", error: "no b" }),
      record("c", { status: "FAILED", error: "no c" }),
    ];
    const { failures } = chunkOutcome(chunk, stages, records, () => true);
    expect(failures.map(({ reason }) => reason)).to.deep.equal(["no b", "no c"]);
  });
});
