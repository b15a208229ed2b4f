import { setTimeout as sleep } from "node:timers/promises";
import { RequestError } from "./request-error.ts";

export interface Backoff {
  /** Attempts in all. @default 3 */
  readonly attempts: number;
  /** The longest pause after the first attempt, in milliseconds. It doubles with each further one. @default 500 */
  readonly baseMs: number;
  /** The longest of all pauses, in milliseconds, even if Retry-After asks for more. @default 20000 */
  readonly maxMs: number;
}

const defaultBackoff: Backoff = { attempts: 3, baseMs: 500, maxMs: 20_000 };

/**
 * Calls `action` again after a transient RequestError, until it succeeds or all attempts are used. Pauses are random up to a limit ("full
 * jitter"), so that workers do not all return to a slow supplier at once. A Retry-After adds to the pause. @throws the last error.
 * @example const response = await withBackoff(() => egress.get(url, { signal }), signal);
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
      const { retryAfterMs = 0 } = error;
      const pause = Math.min(backoff.maxMs, retryAfterMs) + Math.random() * limit;
      await sleep(pause, undefined, { signal });
    }
  }
}
