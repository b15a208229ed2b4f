import type { HistoryEvent } from "@aws-sdk/client-sfn";
import type { Json } from "@batchline/asl";
import { defined, must } from "@batchline/diagnostics";
import { attempt } from "../execution/attempt.ts";
import { depart } from "../execution/leave-state.ts";
import { retryDelaySeconds } from "../execution/retry.ts";
import type { Run, Transition } from "../execution/run.ts";
import type { Thread } from "../execution/thread.ts";
import { Visit } from "../execution/visit-state.ts";
import type { History } from "../history/history.ts";
import { matches, StateError } from "../state-error.ts";
import type { Inspection } from "./inspection.ts";
import type { Mock } from "./mock.ts";
import { mockedMap, mockedParallel } from "./mocked.ts";

/** What came of a state by itself. */
export interface Tested {
  readonly status: "SUCCEEDED" | "FAILED" | "RETRIABLE" | "CAUGHT_ERROR";
  readonly output?: Json | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
  readonly nextState?: string | undefined;
  readonly inspection: Inspection;
}

interface TestOptions {
  readonly run: Run;
  /** Stands at the state. */
  readonly thread: Thread;
  readonly history: History;
  readonly mock: Mock | undefined;
  /** How often the retrier of the failure has been used before. */
  readonly retries: number;
}

/**
 * Runs one state once: a failure is not retried, but shows what would happen.
 * @throws {UnfitMockError}
 * @example await testState({ run, thread, history, mock: { result: 1 }, retries: 0 })
 */
export async function testState({ run, thread, history, mock, retries }: TestOptions): Promise<Tested> {
  const state = must(thread.block.States[thread.position.name], "the definition has the tested state");
  const inspection: Inspection = { input: JSON.stringify(thread.position.input) };
  const visit = new Visit(run, thread, state);
  try {
    const { next, output } = await perform(visit, mock, inspection);
    return { status: "SUCCEEDED", output, nextState: next, inspection: finish(inspection, history, thread) };
  } catch (failure) {
    if (!(failure instanceof StateError)) throw failure;
    const tested = await failed(visit, failure, retries, inspection);
    return { ...tested, inspection: finish(inspection, history, thread) };
  }
}

function perform(visit: Visit, mock: Mock | undefined, inspection: Inspection): Promise<Transition> {
  const { state } = visit;
  if (mock !== undefined && state.Type === "Map")
    return mockedMap(visit as Visit<typeof state>, mock, inspection);
  if (mock !== undefined && state.Type === "Parallel")
    return mockedParallel(visit as Visit<typeof state>, mock, inspection);
  return attempt(visit);
}

async function failed(
  visit: Visit,
  failure: StateError,
  retries: number,
  inspection: Inspection,
): Promise<Omit<Tested, "inspection">> {
  const { state } = visit;
  const { error, cause } = failure.details();
  const named = (rules: readonly { readonly ErrorEquals: readonly string[] }[] | undefined) =>
    (rules ?? []).findIndex(({ ErrorEquals }) => matches(ErrorEquals, failure));
  const retriers = "Retry" in state ? (state.Retry ?? []) : [];
  const retryIndex = named(retriers);
  const retrier = retriers[retryIndex];
  if (retrier !== undefined && retries < (retrier.MaxAttempts ?? 3)) {
    const retryBackoffIntervalSeconds = retryDelaySeconds(retrier, retries, visit.run.random);
    inspection.errorDetails = { retryIndex, retryBackoffIntervalSeconds };
    return { status: "RETRIABLE", error, cause };
  }
  const catchers = "Catch" in state ? (state.Catch ?? []) : [];
  const catchIndex = named(catchers);
  const catcher = catchers[catchIndex];
  if (catcher === undefined) return { status: "FAILED", error, cause };
  inspection.errorDetails = { catchIndex };
  const errorOutput = failure.output();
  try {
    const departure = await depart(visit, errorOutput, catcher, { errorOutput }, `Catch[${catchIndex}]/`);
    visit.thread.assign(departure.assigned);
    return { status: "CAUGHT_ERROR", error, cause, output: departure.output, nextState: catcher.Next };
  } catch (second) {
    if (!(second instanceof StateError)) throw second;
    return { status: "FAILED", ...second.details() };
  }
}

/** Adds what the events and the variables show. */
function finish(inspection: Inspection, { events }: History, thread: Thread): Inspection {
  const of = (type: string): HistoryEvent | undefined => events.find((event) => event.type === type);
  const sent =
    of("TaskScheduled")?.taskScheduledEventDetails?.parameters ??
    of("LambdaFunctionScheduled")?.lambdaFunctionScheduledEventDetails?.input;
  const result =
    of("TaskSucceeded")?.taskSucceededEventDetails?.output ??
    of("LambdaFunctionSucceeded")?.lambdaFunctionSucceededEventDetails?.output;
  const variables = thread.variables();
  return defined({
    ...inspection,
    afterArguments: inspection.afterArguments ?? sent,
    result,
    variables: Object.keys(variables).length === 0 ? undefined : JSON.stringify(variables),
  });
}
