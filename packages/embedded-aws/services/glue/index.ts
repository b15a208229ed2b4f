import { isObject, type Json } from "@batchline/asl";
import type { EmbeddedService } from "../../host/embedded-service.ts";
import { poll, runToEnd, unlessFailed } from "../step-functions/integrations/run-to-end.ts";
import type { Task } from "../step-functions/integrations/service-calls.ts";

/** Glue: tasks of state machines are checked against its model, but they fail when they run. */
export const glue: EmbeddedService<"glue"> = {
  name: "glue",
  calls: {
    sdkName: "glue",
    model: "glue",
    package: "@aws-sdk/client-glue",
    client: "GlueClient",
    name: "Glue",
    optimised: {
      type: "glue",
      name: "Glue",
      baseException: "AWSGlueException",
      actions: { startJobRun: { patterns: ["", ".sync"], sync: runJobRun } },
    },
  },
};

const unfinished = new Set(["STARTING", "RUNNING", "STOPPING", "WAITING"]);

/**
 * Resolves to the job run. The task fails if the job run does not succeed. An aborted task stops its job run.
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-glue.html
 */
function runJobRun(task: Task): Promise<Json> {
  const { sdk, request } = task;
  const JobName = isObject(request.arguments) ? String(request.arguments.JobName) : "";
  return runToEnd(task, {
    start: () => sdk("startJobRun", request.arguments),
    async end({ JobRunId }) {
      const run = await poll(task, async () => {
        const { JobRun } = await sdk("getJobRun", { JobName, RunId: String(JobRunId) }, request.signal);
        return isObject(JobRun) && !unfinished.has(String(JobRun.JobRunState)) ? JobRun : undefined;
      });
      return unlessFailed(run, run.JobRunState === "SUCCEEDED");
    },
    stop: ({ JobRunId }) => sdk("batchStopJobRun", { JobName, JobRunIds: [String(JobRunId)] }),
  });
}
