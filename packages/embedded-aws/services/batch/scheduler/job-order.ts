import { Heap } from "@batchline/clock";
import type { ScheduledJob } from "./job.ts";

/** The jobs of a queue that are RUNNABLE, in the order in which they come to its head. */
export interface JobOrder {
  add(job: ScheduledJob): void;
  remove(job: ScheduledJob): void;
  /** `now` is in milliseconds since the epoch, as for the others. */
  head(now: number): ScheduledJob | undefined;
  /** Whether the head may start if there is room for it. */
  admits(job: ScheduledJob): boolean;
  started(job: ScheduledJob, now: number): void;
  ended(job: ScheduledJob, now: number): void;
}

/** First in, first out: by submission, not by when jobs became RUNNABLE. */
export class Fifo implements JobOrder {
  readonly #ready = new Heap<ScheduledJob>((a, b) => a.sequence < b.sequence);

  add(job: ScheduledJob): void {
    this.#ready.push(job);
  }

  remove(job: ScheduledJob): void {
    this.#ready.remove(job);
  }

  head(): ScheduledJob | undefined {
    return this.#ready.peek();
  }

  admits(): boolean {
    return true;
  }

  started(): void {}

  ended(): void {}
}
