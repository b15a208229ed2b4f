import type { Json, WaitState } from "@batchline/asl";
import { leave } from "../execution/leave-state.ts";
import type { Transition } from "../execution/run.ts";
import { sleep } from "../execution/timer.ts";
import { isInteger, type Visit } from "../execution/visit-state.ts";

const longestWaitSeconds = 99_999_999;

/** Waits some seconds, or until a time. Does not wait for a time in the past. */
export async function wait(visit: Visit<WaitState>): Promise<Transition> {
  const { clock } = visit.run;
  const until = await waitUntil(visit, clock.now());
  await sleep(clock, Math.max(0, until - clock.now()), visit.thread.signal);
  return leave(visit, visit.state.Next, visit.input, visit.state);
}

/** Milliseconds since the epoch. */
async function waitUntil(visit: Visit<WaitState>, now: number): Promise<number> {
  const { Seconds = 0, Timestamp } = visit.state;
  if (Timestamp !== undefined) {
    const text = await visit.evaluateTo(Timestamp, "Timestamp", "string", isString);
    if (isTimestamp(text)) return Date.parse(text);
    throw visit.evaluationFailed(
      `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`,
      "Timestamp",
    );
  }
  const seconds = await visit.evaluateTo(Seconds, "Seconds", "integer", isInteger);
  if (seconds < 0 || seconds > longestWaitSeconds) {
    throw visit.failure(
      "States.QueryEvaluationError",
      `The field 'Seconds' must be between 0 and ${longestWaitSeconds}, but was ${seconds}.`,
    );
  }
  return now + seconds * 1000;
}

/** The profile of ISO 8601 that AWS accepts: date, T, time, and Z or an offset. */
function isTimestamp(value: string): boolean {
  return (
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value) &&
    !Number.isNaN(Date.parse(value))
  );
}

function isString(value: Json): value is string {
  return typeof value === "string";
}
