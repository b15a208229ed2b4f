import type { Outcome } from "../services/batch/scheduler/attempt.ts";
import type { Resources } from "../services/batch/scheduler/capacity.ts";
import type { Dependency, Job, JobRequest } from "../services/batch/scheduler/job.ts";
import type { Effect, SchedulerEvent } from "../services/batch/scheduler/messages.ts";
import { Scheduler } from "../services/batch/scheduler/scheduler.ts";

/** A scheduler with one queue, whose containers end when a test says so. Time is the number of events so far. */
export class BenchScheduler {
  readonly scheduler: Scheduler;
  /** Containers that were started and have not ended, `<job id>#<attempt>`. */
  readonly running = new Set<string>();
  readonly killed: string[] = [];
  readonly effects: Effect[] = [];
  now = 0;

  constructor(capacity: Resources = { vcpus: 4, memoryMiB: 8192 }, host?: Resources) {
    this.scheduler = new Scheduler(host && { host });
    this.scheduler.pool.putEnvironment({ name: "spot", maximum: capacity, largestInstance: capacity });
    this.scheduler.pool.putQueue({ name: "queue", priority: 1, environments: ["spot"] });
  }

  apply(event: SchedulerEvent): void {
    this.now++;
    for (const effect of this.scheduler.apply(event, this.now)) {
      this.effects.push(effect);
      if (effect.type === "start") {
        this.running.add(`${effect.job.id}#${effect.attempt}`);
        this.apply({ type: "started", jobId: effect.job.id, attempt: effect.attempt });
      }
      if (effect.type === "kill") this.killed.push(`${effect.job.id}#${effect.attempt}`);
    }
  }

  submit(
    id: string,
    request: Partial<Omit<JobRequest, "id" | "dependsOn">> & {
      dependsOn?: readonly (string | Dependency)[];
    } = {},
  ): void {
    const dependsOn = request.dependsOn?.map((each) => (typeof each === "string" ? { jobId: each } : each));
    this.apply({
      type: "submit",
      request: {
        queue: "queue",
        vcpus: 1,
        memoryMiB: 1024,
        ...request,
        id,
        ...(dependsOn && { dependsOn }),
      } as JobRequest,
    });
  }

  /** Ends the latest attempt of a job: with exit code 0 unless `outcome` says otherwise. */
  end(jobId: string, outcome: Outcome = { exitCode: 0 }): void {
    const attempt = this.job(jobId).attempts.length;
    this.running.delete(`${jobId}#${attempt}`);
    this.apply({ type: "ended", jobId, attempt, outcome });
  }

  fail(jobId: string, exitCode = 1): void {
    this.end(jobId, { exitCode });
  }

  job(id: string): Job {
    const job = this.scheduler.job(id);
    if (job === undefined) throw new Error(`no job ${id}`);
    return job;
  }

  /** The statuses of an array's children, or of the jobs named. */
  statuses(...ids: string[]): string[] {
    return ids.flatMap((id) => this.job(id).children?.map((child) => child.status) ?? [this.job(id).status]);
  }
}
