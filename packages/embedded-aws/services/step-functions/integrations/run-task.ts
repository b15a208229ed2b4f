import { isObject, type Json, type JsonObject } from "@batchline/asl";
import type { Clock } from "@batchline/clock";
import type { TaskRequest } from "@batchline/state-machines";
import { StateError } from "@batchline/state-machines";
import { poll } from "./poll.ts";
import { callSdk } from "./sdk/call.ts";
import { sdkServices } from "./sdk/services.ts";
import type { SdkSession } from "./sdk/session.ts";

const ecs = sdkServices.ecs!;
const action = (name: string) => ({ service: ecs, action: name, optimised: true });

/** `ecs:runTask`: the result is ECS's answer, even when a task could not be placed. */
export function startTask(session: SdkSession, args: Json, signal?: AbortSignal): Promise<JsonObject> {
  return callSdk(session, action("runTask"), args, signal);
}

/** The same for a state that waits for the task: one that could not be placed is AmazonECS.Unknown. */
export async function placeTask(session: SdkSession, args: Json, signal?: AbortSignal): Promise<JsonObject> {
  const answer = await startTask(session, args, signal);
  if (Array.isArray(answer.Failures) && answer.Failures.length > 0) {
    throw new StateError("AmazonECS.Unknown", JSON.stringify(answer));
  }
  return answer;
}

/**
 * `ecs:runTask.sync`: the result is the task as it stopped. It is States.TaskFailed, with the task as its cause, unless each container
 * ended with exit code 0. When the state is aborted, the task is stopped.
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html
 */
export async function runTask(session: SdkSession, clock: Clock, request: TaskRequest): Promise<Json> {
  const { signal } = request;
  signal.throwIfAborted();
  // Not aborted half-way: a task that was accepted must be known, to be stopped.
  const answer = await placeTask(session, request.arguments);
  const started = Array.isArray(answer.Tasks) ? answer.Tasks[0] : undefined;
  const { TaskArn = "", ClusterArn = "" } = isObject(started) ? started : {};
  try {
    signal.throwIfAborted();
    request.submitted(answer);
    const args = { Cluster: ClusterArn, Tasks: [TaskArn] };
    const stopped = await poll(clock, signal, async () => {
      const { Tasks } = await callSdk(session, action("describeTasks"), args, signal);
      const task: Json | undefined = Array.isArray(Tasks) ? Tasks[0] : undefined;
      return isObject(task) && task.LastStatus === "STOPPED" ? task : undefined;
    });
    if (succeeded(stopped)) return stopped;
    throw new StateError("States.TaskFailed", JSON.stringify(stopped));
  } catch (cause) {
    if (signal.aborted) await stop(session, ClusterArn, TaskArn, signal.reason);
    throw cause;
  }
}

function succeeded({ Containers }: JsonObject): boolean {
  return (
    Array.isArray(Containers) &&
    Containers.every((container: Json) => isObject(container) && container.ExitCode === 0)
  );
}

/** As on AWS a best effort: a role that may not stop tasks leaves them running. */
async function stop(session: SdkSession, cluster: Json, task: Json, why: unknown): Promise<void> {
  const Reason = `Stopped by Step Functions: ${why instanceof Error ? why.message : String(why)}`;
  try {
    await callSdk(session, action("stopTask"), { Cluster: cluster, Task: task, Reason });
  } catch (cause) {
    if (!(cause instanceof StateError)) throw cause;
  }
}
