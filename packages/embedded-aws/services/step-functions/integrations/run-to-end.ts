import type { Json, JsonObject } from "@batchline/asl";
import { StateError, sleep } from "@batchline/state-machines";
import type { Task } from "./service-calls.ts";

const intervalMs = 2000;

/** Calls `ask` at once and then every two seconds until it returns a value. Rejects with the signal's reason on abort. */
export async function poll<T>({ clock, request }: Task, ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    request.signal.throwIfAborted();
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(clock, intervalMs, request.signal);
  }
}

/** `.sync`. If the state is aborted, the work is stopped. As on AWS, a role without that right leaves it running. */
export async function runToEnd(
  { request }: Task,
  work: {
    readonly start: () => Promise<JsonObject>;
    readonly end: (started: JsonObject) => Promise<Json>;
    readonly stop: (started: JsonObject, reason: string) => Promise<unknown>;
  },
): Promise<Json> {
  const { signal } = request;
  signal.throwIfAborted();
  // Not aborted half-way: only work whose id is known can be stopped.
  const started = await work.start();
  try {
    signal.throwIfAborted();
    request.submitted(started);
    return await work.end(started);
  } catch (cause) {
    if (signal.aborted) await stopped(work.stop(started, reasonOf(signal.reason)));
    throw cause;
  }
}

async function stopped(stopping: Promise<unknown>): Promise<void> {
  try {
    await stopping;
  } catch (cause) {
    if (!(cause instanceof StateError)) throw cause;
  }
}

function reasonOf(why: unknown): string {
  return why instanceof Error ? why.message : String(why);
}

/** The description of work that succeeded; otherwise the task fails with it as the cause. */
export function unlessFailed(work: JsonObject, succeeded: boolean): JsonObject {
  if (succeeded) return work;
  throw new StateError("States.TaskFailed", JSON.stringify(work));
}
