import { expect } from "chai";
import fc from "fast-check";
import type { ChunkRecord, ChunkStatus } from "../../contract/records.ts";
import { stageProgress } from "./stage-progress.ts";

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
