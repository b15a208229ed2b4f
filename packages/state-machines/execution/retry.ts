import type { Retrier } from "@batchline/asl";
import { matches, type StateError } from "../state-error.ts";

/** Seconds before retry number `attempt`, counted from 0. `random` returns numbers in [0, 1). */
export function retryDelaySeconds(retrier: Retrier, attempt: number, random: () => number): number {
  const { IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds = Number.POSITIVE_INFINITY } = retrier;
  const delay = Math.min(IntervalSeconds * BackoffRate ** attempt, MaxDelaySeconds);
  return retrier.JitterStrategy === "FULL" ? delay * random() : delay;
}

/** Counts the retries of one stay in a state; each retrier has its own count. */
export class RetryBudget {
  readonly #retriers: readonly Retrier[];
  readonly #random: () => number;
  readonly #used = new Map<Retrier, number>();

  constructor(retriers: readonly Retrier[] = [], random: () => number) {
    this.#retriers = retriers;
    this.#random = random;
  }

  /** Seconds until the next try, by the first retrier that names the error. Undefined for no retry. */
  delayAfter(failure: StateError): number | undefined {
    const retrier = this.#retriers.find((candidate) => matches(candidate.ErrorEquals, failure));
    if (retrier === undefined) return undefined;
    const used = this.#used.get(retrier) ?? 0;
    if (used >= (retrier.MaxAttempts ?? 3)) return undefined;
    this.#used.set(retrier, used + 1);
    return retryDelaySeconds(retrier, used, this.#random);
  }
}
