import { expect } from "chai";
import fc from "fast-check";
import type { ChunkRecord, ChunkStatus } from "../../contract/records.ts";
import { countedProgress, stageProgress } from "./stage-progress.ts";

const record = (
  stage: string,
  chunk: number,
  status: ChunkStatus,
  items = [0, 0, 0],
  total?: number,
): ChunkRecord => ({
  workflow: "catalog-import",
  runId: "r",
  tenant: "acme",
  chunk,
  stage,
  status,
  attempts: 1,
  startedAt: "2026-01-01T00:00:00.000Z",
  items: { done: items[0] ?? 0, failed: items[1] ?? 0, skipped: items[2] ?? 0 },
  ...(total === undefined ? {} : { total }),
  expiresAt: 0,
});

describe("stage progress", () => {
  it("the fraction: ended chunks count whole, running ones by their items", () => {
    const [fetch] = stageProgress(["fetch"], 4, [
      record("fetch", 0, "SUCCEEDED", [7, 0, 0], 7),
      record("fetch", 1, "FAILED"),
      record("fetch", 2, "RUNNING", [3, 1, 1], 10),
    ]);
    expect(fetch).to.deep.include({
      ended: 2,
      chunks: 4,
      fraction: 2.5 / 4,
      items: { done: 10, failed: 1, skipped: 1 },
    });
  });

  it("stages: in the workflow's order, with those that have not begun", () => {
    const stages = stageProgress(["fetch", "download"], 1, [record("fetch", 0, "SUCCEEDED")]);
    expect(stages.map(({ stage, fraction }) => [stage, fraction])).to.deep.equal([
      ["fetch", 1],
      ["download", 0],
    ]);
  });

  it("any records: a fraction between 0 and 1", () => {
    const anyRecord = fc.record({
      status: fc.constantFrom<ChunkStatus>("RUNNING", "SUCCEEDED", "FAILED", "INTERRUPTED"),
      items: fc.array(fc.nat(), { minLength: 3, maxLength: 3 }),
      total: fc.option(fc.nat(), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.nat(20), fc.array(anyRecord, { maxLength: 20 }), (chunks, drawn) => {
        const records = drawn.map(({ status, items, total }, chunk) =>
          record("s", chunk, status, items, total),
        );
        const [progress] = stageProgress(["s"], chunks, records);
        expect(progress?.fraction).to.be.within(0, 1);
      }),
    );
  });
});

describe("stage progress by Batch's counts", () => {
  const counts = { jobs: 10, ended: 4, failed: 1, running: 3, waiting: 3, changedAt: 5 };
  const of = (more: Partial<typeof counts>) =>
    countedProgress(["fetch"], 10, new Map([["fetch", { ...counts, ...more }]]))[0];

  it("jobs that ended, run and wait, and when their numbers last changed", () => {
    expect(of({})).to.deep.equal({
      ...{ stage: "fetch", chunks: 10, ended: 4, running: 3, waiting: 3, fraction: 0.4, heardAt: 5 },
    });
    expect(of({ running: 0 })).not.to.have.property("heardAt");
  });

  it("chunks that were submitted again with more memory: counted once", () => {
    expect(of({ jobs: 12, ended: 10 })).to.include({ ended: 8, chunks: 10 });
    expect(of({ jobs: 12, ended: 12 })).to.include({ ended: 10, fraction: 1 });
  });

  it("a stage without jobs: nothing has begun", () => {
    const [stage] = countedProgress(["fetch"], 10, new Map());
    expect(stage).to.include({ ended: 0, running: 0, fraction: 0 });
  });
});
