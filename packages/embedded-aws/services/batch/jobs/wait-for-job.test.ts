import type { JobDetail, JobStatus } from "@aws-sdk/client-batch";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { waitForJob } from "./wait-for-job.ts";

class Jobs {
  readonly #jobs = new Map<string, JobDetail>();
  readonly listeners = new Set<(job: JobDetail) => void>();

  set(jobId: string, status: JobStatus): void {
    const job = {
      jobId,
      status,
      jobName: "j",
      jobQueue: "q",
      jobDefinition: "d",
      startedAt: 0,
    } satisfies JobDetail;
    this.#jobs.set(jobId, job);
    for (const listener of this.listeners) listener(job);
  }

  describeJob(jobId: string): JobDetail | undefined {
    return this.#jobs.get(jobId);
  }

  onJobStateChange(listener: (job: JobDetail) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

describe("waitForJob", () => {
  const never = new AbortController().signal;
  let jobs: Jobs;
  beforeEach(() => {
    jobs = new Jobs();
  });

  it("resolves at the end of the job, not of another", async () => {
    jobs.set("a", "RUNNING");
    const ended = waitForJob(jobs, "a", never);
    jobs.set("b", "SUCCEEDED");
    jobs.set("a", "RUNNABLE");
    jobs.set("a", "FAILED");
    expect(await ended).to.include({ jobId: "a", status: "FAILED" });
    expect(jobs.listeners.size).to.equal(0);
  });

  it("resolves at once if the job has ended", async () => {
    jobs.set("a", "SUCCEEDED");
    expect(await waitForJob(jobs, "a", never)).to.include({ status: "SUCCEEDED" });
  });

  it("rejects with the signal's reason, and the job continues", async () => {
    jobs.set("a", "RUNNING");
    const abort = new AbortController();
    const waiting = rejection(waitForJob(jobs, "a", abort.signal));
    abort.abort(new Error("stopped"));
    expect((await waiting).message).to.equal("stopped");
    expect(jobs.listeners.size).to.equal(0);
  });

  it("rejects for an unknown job", async () => {
    expect((await rejection(waitForJob(jobs, "x", never))).message).to.equal("the job x does not exist");
  });
});
