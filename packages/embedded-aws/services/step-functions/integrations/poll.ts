import type { Clock } from "@batchline/clock";
import { sleep } from "@batchline/state-machines";

/** Between two looks at work that a service does. */
const intervalMs = 2000;

/** Asks until there is an answer, at once and then every two seconds. Rejects with the signal's reason when that aborts. */
export async function poll<T>(
  clock: Clock,
  signal: AbortSignal,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(clock, intervalMs, signal);
  }
}
