/** Time as the embedded AWS sees it: real for a local run, virtual for tests and the simulator. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `action` once, `ms` from now. The returned function cancels it. */
  after(ms: number, action: () => void): () => void;
}

export const realClock: Clock = {
  now: () => Date.now(),
  after(ms, action) {
    const timer = setTimeout(action, ms);
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
  #pending: Entry[] = [];

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
      this.#pending = this.#pending.filter((other) => other !== entry);
    };
  }

  /** Moves to the next scheduled action and runs it; false when there is none. */
  step(): boolean {
    const next = this.#pending.reduce<Entry | undefined>(
      (best, entry) =>
        best === undefined || entry.at < best.at || (entry.at === best.at && entry.order < best.order)
          ? entry
          : best,
      undefined,
    );
    if (next === undefined) return false;
    this.#pending = this.#pending.filter((entry) => entry !== next);
    this.#now = Math.max(this.#now, next.at);
    next.action();
    return true;
  }
}
