import type { Clock } from "@batchline/clock";
import { AwsError } from "../../../host/gateway/aws-error.ts";
import { Execution } from "../execution.ts";
import type { KnownExecution } from "../known-execution.ts";
import type { Store } from "../store.ts";

const dayMs = 24 * 3_600_000;

/** https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html */
const limits = { redrivableForMs: 14 * dayMs, openForMs: 365 * dayMs, historyEvents: 24_999 };

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html */
const tokens = { kept: 10, validForMs: 15 * 60_000 };

/** Not AWS's: what an execution has in memory does not outlast the session. */
const ofEarlierSession = "The embedded AWS was started again since the execution ended";

/**
 * Redrives an execution. The same token gets the same answer again, also while the execution runs or after its end.
 * Throws ExecutionNotRedrivable.
 */
export async function redrive(
  execution: KnownExecution,
  token: string | undefined,
  store: Store,
  clock: Clock,
): Promise<Date> {
  if (!(execution instanceof Execution)) throw new AwsError("ExecutionNotRedrivable", ofEarlierSession);
  const done = execution.redrives.find(
    (each) => each.token === token && clock.now() - each.date.getTime() < tokens.validForMs,
  );
  if (token !== undefined && done !== undefined) return done.date;
  const reason =
    execution.mapRunArn === undefined
      ? whyNotRedrivable(execution, store, clock.now())
      : "Execution was started by a Map Run; redrive the execution that the Map is in";
  if (reason !== undefined) throw new AwsError("ExecutionNotRedrivable", reason);
  const date = await execution.redrive();
  execution.redrives.push({ token, date });
  if (execution.redrives.length > tokens.kept) execution.redrives.shift();
  return date;
}

/** AWS's reason; undefined if the execution can be redriven. */
export function whyNotRedrivable(execution: KnownExecution, store: Store, now: number): string | undefined {
  const { status, startDate, stopDate, machine, history } = execution;
  if (status === "RUNNING" || status === "SUCCEEDED") return `Execution is ${status} and cannot be redriven`;
  if (!(execution instanceof Execution)) return ofEarlierSession;
  if (store.isDeleting(machine.arn)) return "State machine is in DELETING status";
  if (history.events.length >= limits.historyEvents) return "Execution history event limit exceeded";
  if (now - startDate.getTime() > limits.openForMs) return "Execution has exceeded the max execution time";
  return stopDate !== undefined && now - stopDate.getTime() > limits.redrivableForMs
    ? "Execution redrivable period exceeded"
    : undefined;
}
