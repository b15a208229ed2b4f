import { Heap } from "./priority-queue.ts";

/** Time as the embedded AWS sees it: real for a local run, virtual for tests and the simulator. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `action` once, `ms` from now. The returned function cancels it. */
  after(ms: number, action: () => void): () => void;
}

/** setTimeout takes no more than 2³¹−1 ms (24.8 days) and fires at once beyond; AWS's timeouts may be longer. */
const longestTimerMs = 2 ** 31 - 1;

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

/** A clock that stands still until it is told to move; actions run in order of time, then of scheduling. */
export class VirtualClock implements Clock {
  #now: number;
  #order = 0;
  readonly #pending = new Heap<Entry>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order));

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

  /** Moves to the next scheduled action and runs it; false when there is none. */
  step(): boolean {
    const next = this.#pending.pop();
    if (next === undefined) return false;
    this.#now = Math.max(this.#now, next.at);
    next.action();
    return true;
  }

  /** Moves `ms` ahead, running what falls due on the way, also what those actions schedule within the time. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#pending.peek(); next !== undefined && next.at <= end; next = this.#pending.peek()) {
      this.step();
    }
    this.#now = end;
  }
}
