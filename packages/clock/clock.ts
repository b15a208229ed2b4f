import { Heap } from "./priority-queue.ts";

/** A source of time: real, or virtual for tests and simulations. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `action` once, after `ms`. Returns a function that cancels it. */
  after(ms: number, action: () => void): () => void;
}

/** setTimeout fires at once for more than 2³¹−1 ms (24.8 days). */
const longestTimerMs = 2 ** 31 - 1;

/** The machine's time. Delays may be longer than setTimeout's limit. */
export const realClock: Clock = {
  now: () => Date.now(),
  after(ms, action) {
    let timer: NodeJS.Timeout;
    const wait = (left: number) => {
      const part = Math.min(left, longestTimerMs);
      timer = setTimeout(() => (left > part ? wait(left - part) : action()), part);
    };
    wait(ms);
    return () => clearTimeout(timer);
  },
};

interface Entry {
  readonly at: number;
  readonly order: number;
  readonly action: () => void;
}

/**
 * A clock that moves only on request. Actions run in the order of their times, then of scheduling.
 * @example
 * const clock = new VirtualClock();
 * clock.after(60_000, () => console.log("a minute later"));
 * clock.step();
 */
export class VirtualClock implements Clock {
  #now: number;
  #order = 0;
  readonly #pending = new Heap<Entry>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order));

  /** @param startMs milliseconds since the epoch */
  constructor(startMs = 0) {
    this.#now = startMs;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, action: () => void): () => void {
    const entry = { at: this.#now + Math.max(0, ms), order: this.#order++, action };
    this.#pending.push(entry);
    return () => {
      this.#pending.remove(entry);
    };
  }

  /** Moves to the next action and runs it. Returns false if there is none. */
  step(): boolean {
    const next = this.#pending.pop();
    if (next === undefined) return false;
    this.#now = Math.max(this.#now, next.at);
    next.action();
    return true;
  }

  /** Moves by `ms`. Runs all actions that are due in that time, also those that other actions schedule. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#pending.peek(); next !== undefined && next.at <= end; next = this.#pending.peek()) {
      this.step();
    }
    this.#now = end;
  }
}
