import { expect } from "chai";
import type { ChunkRecord } from "../../contract/records.ts";
import type { ShardOutcome } from "../../contract/summary.ts";
import { AttemptJobs } from "./attempt-jobs.ts";

const record = (chunk: number, jobId: string): ChunkRecord => ({
  ...{ workflow: "chunky", runId: "run-1", tenant: "acme", chunk, stage: "compare", attempts: 1, jobId },
  status: "FAILED",
  ...{ startedAt: "2026-11-23T03:00:00.000Z", items: { done: 0, failed: 0, skipped: 0 }, expiresAt: 0 },
});

describe("the jobs of an attempt at a run", () => {
  const shard = { index: 0, offset: 10, size: 3, jobs: { "1-compare": "nodes-1" } };
  const jobs = new AttemptJobs("run-1", [shard], [{ shards: [shard], positionOf: (chunk) => chunk }]);

  it("are one a chunk where the chunks have jobs of several nodes", () => {
    expect(jobs.of(11, "compare")).to.deep.equal({ jobId: "nodes-1" });
    expect(jobs.of(12, "compare")).to.deep.equal({ reason: "its job was not submitted" });
  });

  it("are known by the records that their main nodes keep", () => {
    expect(jobs.wrote(record(11, "nodes-1#0"))).to.equal(true);
    expect(jobs.wrote(record(11, "an-earlier-one#0"))).to.equal(false);
  });

  describe("after a round with more memory", () => {
    const first = { index: 0, offset: 0, size: 5, jobs: { compare: "array-1" } };
    const again = { index: 1, offset: 0, size: 2, jobs: { compare: "array-2" } };
    const submissions = [
      { shards: [first], positionOf: (chunk: number) => chunk },
      {
        shards: [again],
        positionOf: (chunk: number) => new Map([3, 4].map((id, at) => [id, at])).get(chunk),
      },
    ];
    const closing = (...outcomes: ShardOutcome[]) => new AttemptJobs("run-1", outcomes, submissions);

    it("are the latest ones", () => {
      expect(closing(first, again).of(4, "compare")).to.deep.equal({ jobId: "array-2:1" });
      expect(closing(first, again).of(2, "compare")).to.deep.equal({ jobId: "array-1:2" });
    });

    it("are those of the first where the run was stopped before it submitted the round", () => {
      expect(closing(first, { ...again, jobs: {} }).of(4, "compare")).to.deep.equal({ jobId: "array-1:4" });
    });

    it("are none where the round's was refused", () => {
      const error = { error: "Batch.ClientException", cause: "too much memory" };
      expect(closing(first, { ...again, jobs: {}, error }).of(4, "compare")).to.deep.equal({
        reason: "its job was not submitted: Batch.ClientException: too much memory",
      });
    });
  });
});
