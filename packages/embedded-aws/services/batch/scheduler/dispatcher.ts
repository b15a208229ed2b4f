import type { Clock } from "@batchline/clock";
import type { Job } from "./job.ts";
import type { Effect, SchedulerEvent } from "./messages.ts";
import type { Runner } from "./runner.ts";
import type { Scheduler } from "./scheduler.ts";

/** Passes events to the scheduler, one at a time, and its effects to the clock and the runner. */
export class Dispatcher {
  readonly #scheduler: Scheduler;
  readonly #clock: Clock;
  readonly #runner: Runner;
  readonly #changed: (job: Job) => void;
  readonly #timers = new Map<string, () => void>();
  readonly #waiting: SchedulerEvent[] = [];
  #busy = false;
  #stopped = false;

  /** `changed` is called for each changed status. The job may have changed again by then. */
  constructor(spec: {
    readonly scheduler: Scheduler;
    readonly clock: Clock;
    readonly runner: Runner;
    readonly changed?: (job: Job) => void;
  }) {
    this.#scheduler = spec.scheduler;
    this.#clock = spec.clock;
    this.#runner = spec.runner;
    this.#changed = spec.changed ?? (() => {});
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
    try {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
        for (const effect of this.#scheduler.apply(next, this.#clock.now())) this.#perform(effect);
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
    switch (effect.type) {
      case "changed":
        this.#changed(job);
        break;
      case "start":
        this.#start(job, effect.attempt);
        break;
      case "kill":
        this.#runner.kill(job, effect.attempt);
        break;
      case "set-timer":
        this.#setTimer(job.id, effect.ms, { type: "timed-out", jobId: job.id, attempt: effect.attempt });
        break;
      case "clear-timer":
        this.#timers.get(job.id)?.();
        this.#timers.delete(job.id);
        break;
      case "limit-block": {
        const { misfit, ms } = effect;
        this.#setTimer(`${job.id} blocked`, ms, { type: "blocked", jobId: job.id, misfit });
      }
    }
  }

  #setTimer(key: string, ms: number, event: SchedulerEvent): void {
    const timeOut = () => {
      this.#timers.delete(key);
      this.dispatch(event);
    };
    this.#timers.set(key, this.#clock.after(ms, timeOut));
  }

  #start(job: Job, attempt: number): void {
    this.#runner.start(job, attempt, {
      started: (placement) =>
        this.dispatch({ type: "started", jobId: job.id, attempt, ...(placement && { placement }) }),
      ended: (outcome) => this.dispatch({ type: "ended", jobId: job.id, attempt, outcome }),
    });
  }
}
