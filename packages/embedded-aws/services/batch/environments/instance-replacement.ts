import { randomUUID } from "node:crypto";
import type { UpdatePolicy } from "@aws-sdk/client-batch";
import type { Clock } from "@batchline/clock";
import type { JobWaits } from "../jobs/job-waits.ts";
import { hasContainer, type Job } from "../scheduler/job.ts";

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_UpdatePolicy.html */
const defaultTimeoutMinutes = 30;

interface Parts {
  readonly clock: Clock;
  readonly waits: JobWaits;
  /** Ends a job's attempt, because its instance `i-…` goes. It may be retried. */
  readonly endAttempt: (jobId: string, instance: string) => void;
}

/**
 * Takes away the instances under running jobs. AWS does not document the reason of such a job; here it is a terminated instance.
 * https://docs.aws.amazon.com/batch/latest/userguide/infrastructure-updates.html
 */
export class InstanceReplacement {
  readonly #parts: Parts;
  readonly #cancels = new Set<() => void>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Lets the attempts of `jobs` go on for as long as the policy says, then ends them. Calls `done` when none runs any more. */
  replace(
    jobs: readonly Job[],
    { terminateJobsOnUpdate = false, jobExecutionTimeoutMinutes = defaultTimeoutMinutes }: UpdatePolicy,
    done: () => void,
  ): void {
    if (terminateJobsOnUpdate || jobs.length === 0) {
      this.end(jobs, done);
      return;
    }
    const cancel = this.#parts.clock.after(jobExecutionTimeoutMinutes * 60_000, () => {
      this.#cancels.delete(cancel);
      endThem();
    });
    this.#cancels.add(cancel);
    const endThem = this.#watch(jobs, () => {
      cancel();
      this.#cancels.delete(cancel);
      done();
    });
  }

  /** Ends the attempts of `jobs` now. Calls `done` when none runs any more. */
  end(jobs: readonly Job[], done: () => void): void {
    this.#watch(jobs, done)();
  }

  /** Ends no more attempts. */
  stop(): void {
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
  }

  /** Returns a function that ends the attempts that still run. */
  #watch(jobs: readonly Job[], done: () => void): () => void {
    const attempts = new Map(jobs.map(({ id, attempts }) => [id, attempts.length]));
    const isThere = (job: Job) => hasContainer(job.status) && job.attempts.length === attempts.get(job.id);
    this.#parts.waits.until(jobs, (job) => !isThere(job), done);
    return () => {
      for (const job of jobs.filter(isThere)) this.#parts.endAttempt(job.id, newInstanceId());
    };
  }
}

function newInstanceId(): string {
  return `i-${randomUUID().replaceAll("-", "").slice(0, 17)}`;
}
