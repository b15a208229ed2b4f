import { isObject, type Json } from "@batchline/asl";
import { StateError } from "@batchline/state-machines";
import { runToEnd, unlessFailed } from "../step-functions/integrations/run-to-end.ts";
import type { ServiceCalls, Task } from "../step-functions/integrations/service-calls.ts";

export const calls: ServiceCalls = {
  sdkName: "batch",
  model: "batch",
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

/** The variable by which Step Functions finds the events of a job that it waits for. */
const managed = { Name: "MANAGED_BY_AWS", Value: "STARTED_BY_STEP_FUNCTIONS" };

/** With it, Batch refuses a multi-node job, which has nodeOverrides instead. */
function withManaged(args: Json): Json {
  if (!isObject(args)) return args;
  const overrides = isObject(args.ContainerOverrides) ? args.ContainerOverrides : {};
  const environment = Array.isArray(overrides.Environment) ? overrides.Environment : [];
  return { ...args, ContainerOverrides: { ...overrides, Environment: [...environment, managed] } };
}

/** Resolves to the job. A failed job fails the task; an aborted task terminates the job. */
function runJob(task: Task): Promise<Json> {
  const { sdk, request, waitForJob } = task;
  return runToEnd(task, {
    start: () => sdk("submitJob", withManaged(request.arguments)),
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
