import { setTimeout as delay } from "node:timers/promises";
import { awsFailure } from "../../runs/stack/aws-failure.ts";
import type { PageEvent } from "../view.ts";

/** Milliseconds between two tries while AWS can't be reached: doubled from the first to the longest. */
const firstPauseMs = 1000;
const longestPauseMs = 30_000;

type Listener = (event: PageEvent) => void;

/**
 * A value that is read again and again for as long as someone listens, and once when someone asks. Requests at the same time share
 * one reading.
 */
export class Polled<T> {
  readonly #read: () => Promise<T>;
  readonly #changed: PageEvent;
  readonly #pauseMs: (value: T) => number;
  readonly #digest: (value: T) => string;
  readonly #listeners = new Set<Listener>();
  #latest: { readonly value: T; readonly digest: string; readonly at: number } | undefined;
  #reading: Promise<T> | undefined;
  #polling: AbortController | undefined;
  #wake = new AbortController();
  /** The pause until a time, in milliseconds of `performance.now()`. */
  #hurried = { pauseMs: 0, untilMs: 0 };

  /**
   * @param changed What listeners get when the digest has changed.
   * @param pauseMs Milliseconds until it is read again.
   */
  constructor(options: {
    readonly read: () => Promise<T>;
    readonly changed: PageEvent;
    readonly pauseMs: (value: T) => number;
    readonly digest: (value: T) => string;
  }) {
    this.#read = options.read;
    this.#changed = options.changed;
    this.#pauseMs = options.pauseMs;
    this.#digest = options.digest;
  }

  get isPolled(): boolean {
    return this.#polling !== undefined;
  }

  /** The latest value; read anew if it is older than a pause. */
  async value(): Promise<T> {
    const latest = this.#latest;
    if (latest !== undefined && performance.now() - latest.at < this.#pauseAfter(latest.value))
      return latest.value;
    return this.readNow();
  }

  /** Reads it anew, also for listeners. */
  readNow(): Promise<T> {
    this.#reading ??= this.#readOnce().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /** Something will change it soon: for `forMs` it is read after at most `pauseMs`. */
  hurry(pauseMs: number, forMs: number): void {
    this.#hurried = { pauseMs, untilMs: performance.now() + forMs };
    this.#wake.abort();
  }

  /** Calls `listener` for each change, until the returned function is called. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    if (this.#polling === undefined) {
      this.#polling = new AbortController();
      void this.#poll(this.#polling.signal);
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#polling?.abort();
      this.#polling = undefined;
    };
  }

  #pauseAfter(value: T): number {
    const usual = this.#pauseMs(value);
    const { pauseMs, untilMs } = this.#hurried;
    return performance.now() < untilMs ? Math.min(usual, pauseMs) : usual;
  }

  async #readOnce(): Promise<T> {
    const value = await this.#read();
    const digest = this.#digest(value);
    const before = this.#latest?.digest;
    this.#latest = { value, digest, at: performance.now() };
    if (before !== undefined && before !== digest) this.#say(this.#changed);
    return value;
  }

  async #poll(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      let pauseMs: number;
      try {
        pauseMs = this.#pauseAfter(failures === 0 ? await this.value() : await this.readNow());
        if (failures > 0) this.#say({ what: "back" });
        failures = 0;
      } catch (cause) {
        const { message } = awsFailure(cause) ?? (cause as Error);
        if (failures === 0) this.#say({ what: "away", since: new Date().toISOString(), reason: message });
        pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures, 10));
        failures += 1;
      }
      this.#wake = new AbortController();
      const ends = AbortSignal.any([signal, this.#wake.signal]);
      await delay(pauseMs, undefined, { signal: ends }).catch(() => undefined);
    }
  }

  #say(event: PageEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
