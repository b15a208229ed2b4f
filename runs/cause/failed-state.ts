import { GetExecutionHistoryCommand, type HistoryEvent, type SFNClient } from "@aws-sdk/client-sfn";
import type { FailedState } from "../../contract/causes.ts";
import { errorType, reasonOf } from "../records/execution-failure.ts";

/** The newest events that are read: three calls. The failed state is among the last. */
const eventsPerCall = 1_000;
const mostCalls = 3;

/** Characters of an input that are kept. */
const longestInput = 4_000;

/** What fails in a state, not the whole execution. */
const failures = /(Failed|TimedOut)$/;

/**
 * The state in which an execution failed, with the arguments of its task as they were evaluated. Undefined if none did: it was stopped, it
 * timed out as a whole, or it ended in a Fail state.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
export async function failedState(sfn: SFNClient, executionArn: string): Promise<FailedState | undefined> {
  const events = new Map<number, HistoryEvent>();
  let nextToken: string | undefined;
  for (let call = 0; call < mostCalls; call++) {
    const input = { executionArn, reverseOrder: true, maxResults: eventsPerCall, nextToken };
    const page = await sfn.send(new GetExecutionHistoryCommand(input));
    for (const event of page.events ?? []) if (event.id !== undefined) events.set(event.id, event);
    nextToken = page.nextToken;
    if (nextToken === undefined) break;
  }
  return stateOf([...events.values()], events);
}

function stateOf(
  newestFirst: readonly HistoryEvent[],
  events: ReadonlyMap<number, HistoryEvent>,
): FailedState | undefined {
  const [last] = newestFirst;
  if (last?.type !== "ExecutionFailed") return undefined;
  const { error = "", cause = "" } = last.executionFailedEventDetails ?? {};
  // A Fail state ends a run that was closed: its tenants have the reasons.
  const before = chain(last, events);
  const entered = before.find(({ stateEnteredEventDetails }) => stateEnteredEventDetails !== undefined);
  if (entered === undefined || entered.type === "FailStateEntered") return undefined;
  const failed = before.find(({ type = "" }) => failures.test(type));
  const { name = "", input } = entered.stateEnteredEventDetails ?? {};
  const scheduled = before.find(({ type = "" }) => /Scheduled$/.test(type));
  const evaluated =
    scheduled?.taskScheduledEventDetails?.parameters ?? scheduled?.lambdaFunctionScheduledEventDetails?.input;
  const shown = evaluated ?? input;
  return {
    ...{ state: name, error: errorType(error) || (failed?.type ?? "") },
    cause: reasonOf({ status: "FAILED", error, cause }) ?? "",
    ...(shown !== undefined && { input: shown.slice(0, longestInput) }),
  };
}

/** The events that led to one, the latest first, up to the state that it was in. */
function chain(last: HistoryEvent, events: ReadonlyMap<number, HistoryEvent>): readonly HistoryEvent[] {
  const found: HistoryEvent[] = [];
  for (let event = events.get(last.previousEventId ?? 0); event !== undefined; ) {
    found.push(event);
    if (event.stateEnteredEventDetails !== undefined) break;
    event = events.get(event.previousEventId ?? 0);
  }
  return found;
}
