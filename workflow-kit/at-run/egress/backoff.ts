import { setTimeout as sleep } from "node:timers/promises";
import { RequestError } from "./request-error.ts";

export interface Backoff {
  /** How often to try in all. Default 3. */
  readonly attempts: number;
  /** The longest pause after the first attempt; doubles with each further one. Default 500 ms. */
  readonly baseMs: number;
  /** No pause is longer, even if Retry-After asks for it. Default 20,000 ms. */
  readonly maxMs: number;
}

export const defaultBackoff: Backoff = { attempts: 3, baseMs: 500, maxMs: 20_000 };

/**
 * Calls `action` until it succeeds, fails for good, or all attempts are used. Pauses are random between
 * nothing and the limit ("full jitter"), so that many workers do not come back to a struggling supplier all
 * at once; a Retry-After is kept to. Only a transient RequestError is tried again. The last error is thrown,
 * saying how often it was tried.
 */
export async function withBackoff<T>(
  action: () => Promise<T>,
  signal: AbortSignal,
  backoff: Backoff = defaultBackoff,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof RequestError) || !error.transient) throw error;
      if (attempt >= (error.slow ? Math.min(2, backoff.attempts) : backoff.attempts)) {
        throw new RequestError(`${error.message}; tried ${attempt} times`, { cause: error, transient: true });
      }
      const limit = Math.min(backoff.maxMs, backoff.baseMs * 2 ** (attempt - 1));
      const pause = Math.min(backoff.maxMs, error.retryAfterMs ?? 0) + Math.random() * limit;
      await sleep(pause, undefined, { signal });
    }
  }
}
