import { isObject, type Json, type JsonObject } from "@batchline/asl";
import type { Clock } from "@batchline/clock";
import type { TaskRequest } from "@batchline/state-machines";
import { StateError } from "@batchline/state-machines";
import { poll } from "./poll.ts";
import { callSdk } from "./sdk/call.ts";
import { sdkServices } from "./sdk/services.ts";
import type { SdkSession } from "./sdk/session.ts";

const glue = sdkServices.glue!;
const action = (name: string) => ({ service: glue, action: name, optimised: true });

const under = new Set(["STARTING", "RUNNING", "STOPPING", "WAITING"]);

/** `glue:startJobRun`: the result is Glue's answer. https://docs.aws.amazon.com/step-functions/latest/dg/connect-glue.html */
export function startJobRun(session: SdkSession, args: Json, signal: AbortSignal): Promise<JsonObject> {
  return callSdk(session, action("startJobRun"), args, signal);
}

/**
 * `glue:startJobRun.sync`: the result is the job run as it ended. One that did not succeed is States.TaskFailed with the run as
 * its cause. When the task is aborted, so is the job run.
 */
export async function runJobRun(session: SdkSession, clock: Clock, request: TaskRequest): Promise<Json> {
  const { signal } = request;
  signal.throwIfAborted();
  const jobName = isObject(request.arguments) ? String(request.arguments.JobName) : "";
  // Not aborted half-way: a run that was accepted must be known, to be stopped.
  const answer = await callSdk(session, action("startJobRun"), request.arguments);
  const runId = String(answer.JobRunId);
  try {
    signal.throwIfAborted();
    request.submitted(answer);
    const ended = await poll(clock, signal, async () => {
      const { JobRun } = await callSdk(
        session,
        action("getJobRun"),
        { JobName: jobName, RunId: runId },
        signal,
      );
      return isObject(JobRun) && !under.has(String(JobRun.JobRunState)) ? JobRun : undefined;
    });
    if (ended.JobRunState === "SUCCEEDED") return ended;
    throw new StateError("States.TaskFailed", JSON.stringify(ended));
  } catch (cause) {
    if (signal.aborted) await stop(session, jobName, runId);
    throw cause;
  }
}

/** As on AWS a best effort: a role that may not stop job runs leaves them running. */
async function stop(session: SdkSession, jobName: string, runId: string): Promise<void> {
  try {
    await callSdk(session, action("batchStopJobRun"), { JobName: jobName, JobRunIds: [runId] });
  } catch (cause) {
    if (!(cause instanceof StateError)) throw cause;
  }
}
