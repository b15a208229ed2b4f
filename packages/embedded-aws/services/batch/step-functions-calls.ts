import { isObject, type Json } from "@batchline/asl";
import { StateError } from "@batchline/state-machines";
import { runToEnd, unlessFailed } from "../step-functions/integrations/run-to-end.ts";
import type { ServiceCalls, Task } from "../step-functions/integrations/service-calls.ts";

export const calls: ServiceCalls = {
  sdkName: "batch",
  package: "@aws-sdk/client-batch",
  client: "BatchClient",
  name: "Batch",
  optimised: {
    type: "batch",
    name: "Batch",
    baseException: "AWSBatchException",
    serviceName: "AWSBatch",
    actions: { submitJob: { patterns: ["", ".sync"], sync: runJob } },
  },
};

/** Resolves to the job. A failed job fails the task; an aborted task terminates the job. */
function runJob(task: Task): Promise<Json> {
  const { sdk, request, waitForJob } = task;
  return runToEnd(task, {
    start: () => sdk("submitJob", request.arguments),
    async end({ JobId }) {
      await waitForJob(String(JobId), request.signal);
      const { Jobs } = await sdk("describeJobs", { Jobs: [String(JobId)] }, request.signal);
      const job: Json | undefined = Array.isArray(Jobs) ? Jobs[0] : undefined;
      if (isObject(job)) return unlessFailed(job, job.Status === "SUCCEEDED");
      throw new StateError("States.TaskFailed", `The job ${JobId} does not exist any more.`);
    },
    stop: ({ JobId }, why) =>
      sdk("terminateJob", { JobId: String(JobId), Reason: `Terminated by Step Functions: ${why}` }),
  });
}
