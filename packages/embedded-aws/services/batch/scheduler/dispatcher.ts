import type { Clock } from "@batchline/clock";
import type { Job } from "./job.ts";
import type { Effect, SchedulerEvent } from "./messages.ts";
import type { Runner } from "./runner.ts";
import type { Scheduler } from "./scheduler.ts";

interface DispatcherParts {
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly runner: Runner;
  /** Called for each changed status. The job may have changed again by then. */
  readonly changed?: (job: Job) => void;
}

/** Passes events to the scheduler, one at a time, and its effects to the clock and the runner. */
export class Dispatcher {
  readonly #parts: DispatcherParts;
  readonly #timers = new Map<string, () => void>();
  readonly #waiting: SchedulerEvent[] = [];
  #busy = false;
  #stopped = false;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
  }

  /**
   * Applies `event` and its effects. An event from an effect, such as a container that cannot start, is queued. Throws what the
   * scheduler throws.
   */
  dispatch(event: SchedulerEvent): void {
    if (this.#stopped) return;
    this.#waiting.push(event);
    if (this.#busy) return;
    this.#busy = true;
    const { scheduler, clock } = this.#parts;
    try {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
        for (const effect of scheduler.apply(next, clock.now())) this.#perform(effect);
      }
    } finally {
      this.#busy = false;
    }
  }

  /** Cancels all timers and ignores later events. */
  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  #perform(effect: Effect): void {
    const { job } = effect;
    const jobId = job.id;
    if (effect.type === "changed") this.#parts.changed?.(job);
    else if (effect.type === "start") this.#start(job, effect.attempt);
    else if (effect.type === "kill") this.#parts.runner.kill(job, effect.attempt);
    else if (effect.type === "set-timer") {
      this.#setTimer(jobId, effect.ms, { type: "timed-out", jobId, attempt: effect.attempt });
    } else if (effect.type === "limit-block") {
      this.#setTimer(`${jobId} blocked`, effect.ms, { type: "blocked", jobId, misfit: effect.misfit });
    } else {
      this.#timers.get(jobId)?.();
      this.#timers.delete(jobId);
    }
  }

  #setTimer(key: string, ms: number, event: SchedulerEvent): void {
    const timeOut = () => {
      this.#timers.delete(key);
      this.dispatch(event);
    };
    this.#timers.get(key)?.();
    this.#timers.set(key, this.#parts.clock.after(ms, timeOut));
  }

  #start(job: Job, attempt: number): void {
    const jobId = job.id;
    this.#parts.runner.start(job, attempt, {
      placed: (placement) => this.dispatch({ type: "placed", jobId, attempt, placement }),
      started: (placement) => this.dispatch({ type: "started", jobId, attempt, placement }),
      ended: (outcome) => this.dispatch({ type: "ended", jobId, attempt, outcome }),
    });
  }
}
