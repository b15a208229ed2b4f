import { Heap } from "@batchline/clock";
import type { ScheduledJob } from "./job.ts";

/** The RUNNABLE jobs of a queue, in the order in which they start. Times are epoch milliseconds. */
export interface JobOrder {
  add(job: ScheduledJob): void;
  remove(job: ScheduledJob): void;
  head(now: number): ScheduledJob | undefined;
  /** Whether the head may start if it fits. */
  admits(job: ScheduledJob): boolean;
  started(job: ScheduledJob, now: number): void;
  ended(job: ScheduledJob, now: number): void;
}

/** First in, first out, by submission and not by when jobs became RUNNABLE. */
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
