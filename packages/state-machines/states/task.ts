import type { Json, TaskState } from "@batchline/asl";
import { leave } from "../execution/leave-state.ts";
import type { Run, Transition } from "../execution/run.ts";
import { unlessAborted } from "../execution/timer.ts";
import { isInteger, type Visit } from "../execution/visit-state.ts";
import { TaskEvents } from "../history/task-events.ts";
import { StateError } from "../state-error.ts";

/** Calls a service and waits for its answer, at most TimeoutSeconds. */
export async function task(visit: Visit<TaskState>): Promise<Transition> {
  const { run, thread, state } = visit;
  const connector = run.connect(state.Resource);
  const token = connector.hasToken ? visit.issueToken() : undefined;
  const input =
    state.Arguments === undefined ? visit.input : await visit.evaluate(state.Arguments, "Arguments");
  const timeoutSeconds = await seconds(visit, "TimeoutSeconds");
  const heartbeatSeconds = await seconds(visit, "HeartbeatSeconds");
  const problems = connector.problems(input);
  if (problems.length > 0)
    throw visit.failure(
      "States.Runtime",
      `The Parameters '${JSON.stringify(input)}' could not be used to start the Task: [${problems.join(", ")}]`,
    );
  const roleArn = await visit.evaluateIfSet(
    state.Credentials?.RoleArn,
    "Credentials/RoleArn",
    "string",
    isString,
  );
  const events = new TaskEvents(thread, connector, run.region);
  events.scheduled(visit.payload(input), { timeoutSeconds, heartbeatSeconds, roleArn });
  events.started();
  let result: Json;
  try {
    result = await withinTime(run, thread.signal, timeoutSeconds, (signal) =>
      connector.perform({
        arguments: input,
        roleArn,
        token,
        heartbeatSeconds,
        signal,
        submitted: (answer) => events.submitted(answer),
      }),
    );
    events.succeeded(result);
  } catch (failure) {
    if (failure instanceof StateError) events.failed(failure);
    throw failure;
  }
  return leave(visit, state.Next, result, state, { result });
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html */
const longestSeconds = 99_999_999;

async function seconds(
  visit: Visit<TaskState>,
  field: "TimeoutSeconds" | "HeartbeatSeconds",
): Promise<number | undefined> {
  const value = await visit.evaluateIfSet(visit.state[field], field, "integer", isInteger);
  if (value === undefined || (value > 0 && value <= longestSeconds)) return value;
  const bounds = value > 0 ? `between 1 and ${longestSeconds}` : "at least 1";
  throw visit.failure(
    "States.QueryEvaluationError",
    `The field '${field}' must be ${bounds}, but was ${value}.`,
  );
}

/** Rejects with States.Timeout or the outer signal's reason. The work is then aborted, and not waited for. */
async function withinTime(
  run: Run,
  outer: AbortSignal,
  timeoutSeconds: number | undefined,
  work: (signal: AbortSignal) => Promise<Json>,
): Promise<Json> {
  const timeout = new AbortController();
  const signal = AbortSignal.any([outer, timeout.signal]);
  const cancel =
    timeoutSeconds === undefined
      ? () => {}
      : run.clock.after(timeoutSeconds * 1000, () => timeout.abort(new StateError("States.Timeout")));
  const working = work(signal);
  run.background(working);
  try {
    return await unlessAborted(working, signal);
  } finally {
    cancel();
  }
}

function isString(value: Json): value is string {
  return typeof value === "string";
}
