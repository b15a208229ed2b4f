import { expect } from "chai";
import type { ChunkRecord } from "../../contract/records.ts";
import { AttemptJobs } from "./attempt-jobs.ts";

const record = (chunk: number, jobId: string): ChunkRecord => ({
  ...{ workflow: "chunky", runId: "run-1", tenant: "acme", chunk, stage: "compare", attempts: 1, jobId },
  status: "FAILED",
  ...{ startedAt: "2026-11-23T03:00:00.000Z", items: { done: 0, failed: 0, skipped: 0 }, expiresAt: 0 },
});

describe("the jobs of an attempt at a run", () => {
  const shard = { index: 0, offset: 10, size: 3, jobs: { "1-compare": "nodes-1" } };
  const jobs = new AttemptJobs("run-1", [shard], (chunk) => chunk);

  it("are one a chunk where the chunks have jobs of several nodes", () => {
    expect(jobs.of(11, "compare")).to.deep.equal({ jobId: "nodes-1" });
    expect(jobs.of(12, "compare")).to.deep.equal({ reason: "its job was not submitted" });
  });

  it("are known by the records that their main nodes keep", () => {
    expect(jobs.wrote(record(11, "nodes-1#0"))).to.equal(true);
    expect(jobs.wrote(record(11, "an-earlier-one#0"))).to.equal(false);
  });
});
