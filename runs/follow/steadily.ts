import { setTimeout as delay } from "node:timers/promises";
import { duration } from "@batchline/diagnostics";
import { awsFault } from "../stack/aws-failure.ts";

/** What requests do that AWS does not answer for a while. */
export interface Steadiness {
  readonly signal: AbortSignal;
  /** Called with a sentence for people when requests begin to fail, and when they succeed again. */
  readonly say: (line: string) => void;
  /** Waits a number of milliseconds, or throws the signal's reason. @default in real time */
  readonly pause?: (ms: number) => Promise<void>;
  /** Epoch milliseconds. @default the machine's time */
  readonly now?: () => number;
}

/** Milliseconds between two tries: doubled from the first to the longest. */
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
/** Milliseconds after which a command gives up: a laptop that sleeps does not count, because it wakes within a try. */
const longestAwayMs = 30 * 60_000;

/** Waits in real time. @throws the signal's reason */
export async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
}

/**
 * Makes requests until AWS answers: waits while the network is away, up to half an hour, and while AWS throttles.
 * @throws other errors of the AWS SDK, and the last one when it gives up
 * @example const run = await steadily(() => table.run(), { signal, say });
 */
export async function steadily<T>(request: () => Promise<T>, steadiness: Steadiness): Promise<T> {
  const { signal, say, now = Date.now, pause = (ms) => pauseFor(ms, signal) } = steadiness;
  let since: number | undefined;
  for (let tries = 0; ; tries++) {
    try {
      const answer = await request();
      if (since !== undefined) say(`AWS answers again, after ${duration(now() - since)}`);
      return answer;
    } catch (cause) {
      const fault = awsFault(cause);
      if (fault !== "network" && fault !== "throttled") throw cause;
      if (since === undefined) {
        since = now();
        const what = fault === "network" ? "AWS does not answer" : "AWS throttles";
        say(`${what}: waiting and trying again. The run goes on meanwhile`);
      }
      if (now() - since > longestAwayMs) throw cause;
      await pause(Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(tries, 10)));
    }
  }
}
