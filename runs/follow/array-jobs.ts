import { type BatchClient, DescribeJobsCommand, ListJobsCommand } from "@aws-sdk/client-batch";
import { jobsOfRun } from "../../contract/job-names.ts";

/** The jobs of a stage, children of arrays each for itself. */
export interface JobCounts {
  readonly jobs: number;
  /** SUCCEEDED or FAILED. */
  readonly ended: number;
  readonly failed: number;
  /** STARTING or RUNNING. */
  readonly running: number;
  /** RUNNABLE: their queue has no room for them. */
  readonly waiting: number;
  /** Epoch milliseconds: when the numbers last changed, as far as they were asked for. */
  readonly changedAt: number;
}

/** An execution whose jobs are counted. */
interface JobsOf {
  readonly workflow: string;
  readonly runId: string;
  readonly execution: string;
  readonly stages: readonly string[];
  /** How many chunks it has: when all their jobs are known, they are not listed again. */
  readonly chunks: number;
}

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_DescribeJobs.html */
const idsPerCall = 100;

interface Known {
  readonly jobId: string;
  readonly stage: string;
  /** 1 for a job that is not an array. */
  readonly size: number;
  counts: Readonly<Record<string, number>>;
}

/**
 * Counts the jobs of an execution by what Batch says of the parents of arrays: one call for any number of chunks. Jobs are found by their
 * names, because the run's records name them only when it is closed.
 */
export class ArrayJobs {
  readonly #batch: BatchClient;
  readonly #now: () => number;
  /** Shard, place and stage → the latest job of this name. */
  readonly #known = new Map<string, Known>();
  #queues: readonly string[];
  #counts: ReadonlyMap<string, JobCounts> = new Map();
  /** How many requests the last call of `count` made. */
  calls = 0;

  /** @param queues Names or ARNs. @param now Epoch milliseconds. */
  constructor(batch: BatchClient, queues: readonly string[], now: () => number) {
    this.#batch = batch;
    this.#queues = queues;
    this.#now = now;
  }

  /** Stage → its jobs now. @param again How many of the chunks were submitted again. @throws errors of the AWS SDK */
  async count(of: JobsOf, again = 0): Promise<ReadonlyMap<string, JobCounts>> {
    this.calls = 0;
    if (!this.#hasAll(of, again)) await this.#find(of);
    const open = [...this.#known.values()].filter((job) => !isOver(job));
    const byId = new Map(open.map((job) => [job.jobId, job]));
    const ids = [...byId.keys()];
    for (let at = 0; at < ids.length; at += idsPerCall) {
      this.calls++;
      const asked = new DescribeJobsCommand({ jobs: ids.slice(at, at + idsPerCall) });
      for (const { jobId = "", status = "", arrayProperties } of (await this.#batch.send(asked)).jobs ?? []) {
        const job = byId.get(jobId);
        if (job !== undefined) job.counts = arrayProperties?.statusSummary ?? { [status]: 1 };
      }
    }
    this.#counts = new Map(of.stages.map((stage) => [stage, this.#countsOf(stage)]));
    return this.#counts;
  }

  #countsOf(stage: string): JobCounts {
    const jobs = [...this.#known.values()].filter((job) => job.stage === stage);
    const sum = (...statuses: readonly string[]) =>
      jobs.reduce((all, { counts }) => statuses.reduce((n, status) => n + (counts[status] ?? 0), all), 0);
    const counts = {
      jobs: jobs.reduce((all, { size }) => all + size, 0),
      ended: sum("SUCCEEDED", "FAILED"),
      failed: sum("FAILED"),
      running: sum("STARTING", "RUNNING"),
      waiting: sum("RUNNABLE"),
    };
    const before = this.#counts.get(stage);
    const isSame = before?.ended === counts.ended && before.running === counts.running;
    return { ...counts, changedAt: isSame ? before.changedAt : this.#now() };
  }

  #hasAll({ stages, chunks }: JobsOf, again: number): boolean {
    const last = stages.at(-1);
    const found = [...this.#known.values()].filter(({ stage }) => stage === last);
    return chunks > 0 && found.reduce((sum, { size }) => sum + size, 0) >= chunks + again;
  }

  async #find({ workflow, runId, execution, stages }: JobsOf): Promise<void> {
    const prefix = jobsOfRun(workflow, runId, execution);
    // Names of stages and prefixes have letters, digits, "-" and "_" only.
    const pattern = new RegExp(`^${prefix}-(?<place>\\d+(?:-\\d+)?)-(?<stage>${stages.join("|")})$`);
    const filters = [{ name: "JOB_NAME", values: [`${prefix}-*`] }];
    const found: string[] = [];
    for (const jobQueue of this.#queues) {
      let nextToken: string | undefined;
      // A redriven execution may submit a job again: the latest comes first, and counts.
      const seen = new Set<string>();
      do {
        this.calls++;
        const page = await this.#batch.send(
          new ListJobsCommand({ jobQueue, filters, ...(nextToken && { nextToken }) }),
        );
        for (const { jobId = "", jobName = "", status = "", arrayProperties } of page.jobSummaryList ?? []) {
          const { place, stage } = pattern.exec(jobName)?.groups ?? {};
          const name = `${place} ${stage}`;
          if (stage === undefined || seen.has(name)) continue;
          seen.add(name);
          const size = arrayProperties?.size ?? 1;
          if (this.#known.get(name)?.jobId === jobId && size > 1) continue;
          const counts = size > 1 ? {} : { [status]: 1 };
          this.#known.set(name, { jobId, stage, size, counts });
        }
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      if (seen.size > 0) found.push(jobQueue);
    }
    // A run's jobs are in one queue.
    if (found.length > 0) this.#queues = found;
  }
}

function isOver({ size, counts }: Known): boolean {
  return (counts.SUCCEEDED ?? 0) + (counts.FAILED ?? 0) === size;
}
