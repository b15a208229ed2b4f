import type * as api from "@aws-sdk/client-batch";
import { restJsonService } from "../../host/gateway/protocols/rest-json.ts";
import type { Call, Operations, Service } from "../../host/gateway/service.ts";
import type { Batch } from "./batch.ts";
import { check, inRequest, refusedInput } from "./checks/client-exception.ts";
import { controlPlaneOperations, describedAtOnce } from "./control-plane-operations.ts";
import { listJobs } from "./jobs/list-jobs.ts";
import { nameIn } from "./named-resources.ts";

/** Batch's wire protocol. In the service model the path of an operation is its name in lower case. */
export function batchService(batch: Batch): Service {
  const supported = operations(batch);
  return restJsonService({
    signingName: "batch",
    check: { model: "batch", frame: refusedInput },
    sdk: () => import("@aws-sdk/client-batch"),
    routes: Object.fromEntries(
      Object.keys(supported).map((name) => [`POST /v1/${name.toLowerCase()}`, name]),
    ),
    operations: supported,
  });
}

/**
 * Batch's operations over the wire. Actions and resources are from the Service Authorization Reference.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html
 */
function operations(batch: Batch): Operations {
  return {
    SubmitJob: (input: api.SubmitJobRequest, call) => batch.submitJob(input, call),

    DescribeJobs({ jobs = [] }: api.DescribeJobsRequest, call) {
      call.authorise("batch:DescribeJobs", "*");
      check(
        jobs.length >= 1 && jobs.length <= describedAtOnce,
        `jobs must have 1 to ${describedAtOnce} items, not ${jobs.length}`,
      );
      return { jobs: jobs.flatMap((id) => batch.describeJob(id) ?? []) };
    },

    ListJobs(input: api.ListJobsRequest, call) {
      call.authorise("batch:ListJobs", "*");
      return listJobs(batch, input);
    },

    GetJobQueueSnapshot({ jobQueue = "" }: api.GetJobQueueSnapshotRequest, call) {
      call.authorise("batch:GetJobQueueSnapshot", batch.queues.arnOf(nameIn(jobQueue)));
      return inRequest(call.requestId, () => batch.queueSnapshot(jobQueue));
    },

    CancelJob: (input: api.CancelJobRequest, call) => endJob(batch, "cancel", input, call),

    TerminateJob: (input: api.TerminateJobRequest, call) => endJob(batch, "terminate", input, call),
    ...controlPlaneOperations(batch),
  };
}

function endJob(
  batch: Batch,
  type: "cancel" | "terminate",
  { jobId = "", reason = "" }: api.CancelJobRequest,
  call: Call,
): void {
  call.authorise(type === "cancel" ? "batch:CancelJob" : "batch:TerminateJob", batch.jobArn(jobId));
  inRequest(call.requestId, () => {
    check(jobId !== "", "jobId is missing");
    check(reason !== "", "reason is missing");
  });
  batch.endJob(type, jobId, reason);
}
