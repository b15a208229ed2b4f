import { VirtualClock } from "@batchline/clock";
import type { Outcome } from "../services/batch/scheduler/attempt.ts";
import type { Resources } from "../services/batch/scheduler/capacity.ts";
import { Dispatcher } from "../services/batch/scheduler/dispatcher.ts";
import type { Dependency, Job, JobStatus } from "../services/batch/scheduler/job.ts";
import type { RetryStrategy } from "../services/batch/scheduler/retry.ts";
import type { Runner } from "../services/batch/scheduler/runner.ts";
import { Scheduler } from "../services/batch/scheduler/scheduler.ts";

export interface SimulatedJob extends Resources {
  readonly id: string;
  /** 2…10,000; absent for a plain job. */
  readonly arraySize?: number;
  /** `N_TO_N` for a chain; without a type the stages are barriers. */
  readonly dependsOn?: readonly Dependency[];
  readonly retry?: RetryStrategy;
  readonly timeoutSeconds?: number;
  /** How long an attempt of child `index` (0 for a plain job) runs, and how it ends: exit code 0 unless it says so. */
  readonly run: (index: number, attempt: number) => { readonly ms: number } & Outcome;
}

export interface SimulatedRun {
  readonly status: JobStatus;
  /** When the last attempt began to run, milliseconds since the start of the simulation; absent when it never ran. */
  readonly startedAt?: number;
  /** Absent when nothing could end it: it is stuck, for example RUNNABLE in a queue that has no instance for it. */
  readonly stoppedAt?: number;
  /** When its containers ran. */
  readonly ran: readonly Span[];
}

export interface Span {
  readonly startedAt: number;
  readonly stoppedAt: number;
}

export interface Simulation {
  /** From the submission to the end of the last job, milliseconds. */
  readonly makespanMs: number;
  /** vCPUs × time that containers ran, all attempts together. */
  readonly vcpuMs: number;
  /** Of the capacity over the makespan, the share that containers used, 0–1. */
  readonly utilisation: number;
  /** Attempts over all jobs and children. */
  readonly attempts: number;
  readonly jobs: Readonly<Record<string, SimulatedRun & { readonly children?: readonly SimulatedRun[] }>>;
}

/**
 * Runs jobs, submitted at once and in this order to one queue, through AWS Batch's scheduler in virtual time.
 * `startupMs` is how long each container takes from STARTING to RUNNING: 0 by default. Throws RangeError for
 * a dependency that does not exist or is not earlier in the list.
 */
export function simulate(spec: {
  readonly jobs: readonly SimulatedJob[];
  readonly capacity: Resources;
  readonly startupMs?: number;
}): Simulation {
  const clock = new VirtualClock();
  const scheduler = new Scheduler();
  scheduler.pool.putEnvironment({
    name: environment,
    maximum: spec.capacity,
    largestInstance: spec.capacity,
  });
  scheduler.pool.putQueue({ name: queue, priority: 1, environments: [environment] });
  const runs = new Map(spec.jobs.map((job) => [job.id, job.run]));
  const runner = virtualRunner(clock, spec.startupMs ?? 0, (job, attempt) => {
    const run = runs.get(job.request.id);
    return run === undefined ? { ms: 0, exitCode: 0 } : run(job.index ?? 0, attempt);
  });
  const dispatcher = new Dispatcher({ scheduler, clock, runner });
  for (const { run: _, ...request } of spec.jobs) {
    dispatcher.dispatch({ type: "submit", request: { ...request, queue } });
  }
  while (clock.step());
  return measure(scheduler, spec.capacity);
}

const environment = "simulated";
const queue = "simulated";

/** Containers that do nothing but take time. */
function virtualRunner(
  clock: VirtualClock,
  startupMs: number,
  run: (job: Job, attempt: number) => { readonly ms: number } & Outcome,
): Runner {
  const running = new Map<string, () => void>();
  return {
    start(job, attempt, report) {
      const end = (outcome: Outcome) => {
        running.delete(job.id);
        report.ended(outcome);
      };
      const next = (ms: number, action: () => void) => {
        const cancel = clock.after(ms, action);
        running.set(job.id, () => {
          cancel();
          end({ exitCode: 137 });
        });
      };
      const begin = () => {
        const { ms, ...outcome } = run(job, attempt);
        next(ms, () => end({ exitCode: 0, ...outcome }));
        report.started();
      };
      if (startupMs === 0) begin();
      else next(startupMs, begin);
    },
    kill: (job) => running.get(job.id)?.(),
  };
}

function measure(scheduler: Scheduler, capacity: Resources): Simulation {
  const jobs: Record<string, SimulatedRun & { children?: SimulatedRun[] }> = {};
  let [makespanMs, vcpuMs, attempts] = [0, 0, 0];
  for (const job of scheduler.jobs()) {
    jobs[job.id] = { ...timesOf(job), ...(job.children && { children: job.children.map(timesOf) }) };
    for (const leaf of job.children ?? [job]) {
      makespanMs = Math.max(makespanMs, leaf.stoppedAt ?? 0);
      attempts += leaf.attempts.length;
      for (const { startedAt, stoppedAt } of spansOf(leaf)) {
        vcpuMs += (stoppedAt - startedAt) * leaf.request.vcpus;
      }
    }
  }
  const utilisation = makespanMs === 0 ? 0 : vcpuMs / (makespanMs * capacity.vcpus);
  return { makespanMs, vcpuMs, utilisation, attempts, jobs };
}

function timesOf(job: Job): SimulatedRun {
  const { status, startedAt, stoppedAt } = job;
  return {
    status,
    ...(startedAt !== undefined && { startedAt }),
    ...(stoppedAt !== undefined && { stoppedAt }),
    ran: spansOf(job),
  };
}

function spansOf(job: Job): Span[] {
  return job.attempts.flatMap(({ startedAt, stoppedAt }) =>
    startedAt === undefined || stoppedAt === undefined ? [] : [{ startedAt, stoppedAt }],
  );
}
