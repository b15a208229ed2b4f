import type { Stack } from "../stack/stack.ts";
import { type Followed, followRun } from "./follow-run.ts";
import type { RunOutcome } from "./run-outcome.ts";
import type { Steadiness } from "./steadily.ts";

/** The longest wait, in milliseconds: a refusal comes within seconds. */
const longestMs = 10_000;

interface Waiting extends Pick<Steadiness, "signal" | "say"> {
  /** Ends the wait. @default ten seconds from now */
  readonly enough?: AbortSignal;
}

/**
 * Waits until a run that has just started is planned, some seconds at most. Returns its outcome if it has ended meanwhile: it was refused, or
 * nothing was to do. Undefined if it goes on.
 * @throws errors of the AWS SDK, and the signal's reason
 * @example const refused = await untilPlanned(stack, await startRun(stack, "nightly-report", {}), { signal, say });
 */
export async function untilPlanned(
  stack: Stack,
  started: Followed,
  { signal, say, enough = AbortSignal.timeout(longestMs) }: Waiting,
): Promise<RunOutcome | undefined> {
  const planned = new AbortController();
  const ends = AbortSignal.any([planned.signal, enough]);
  try {
    return await followRun(stack, started, {
      say,
      signal: AbortSignal.any([signal, ends]),
      onProgress: ({ run }) => {
        // A resume's execution does not own the run until it is planned.
        if (run?.execution === started.execution && run.manifest !== undefined) planned.abort();
      },
    });
  } catch (cause) {
    signal.throwIfAborted();
    if (ends.aborted) return undefined;
    throw cause;
  }
}
