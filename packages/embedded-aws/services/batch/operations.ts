import type * as api from "@aws-sdk/client-batch";
import { restJsonService } from "../../host/gateway/protocols/rest-json.ts";
import type { Operations, Service } from "../../host/gateway/service.ts";
import type { Batch } from "./batch.ts";
import { check, inRequest, refusedInput } from "./checks/client-exception.ts";
import { consumableListOperations } from "./consumable-resources/list-operations.ts";
import { controlPlaneOperations, describedAtOnce } from "./control-plane-operations.ts";
import { coverage } from "./coverage.ts";
import { endJob, endJobs } from "./jobs/end-jobs.ts";
import { listJobs } from "./jobs/list-jobs.ts";
import { tagOperations } from "./tag-operations.ts";

/** Batch's wire protocol. In the service model the path of an operation is its name in lower case, but for tags. */
export function batchService(batch: Batch): Service {
  const supported = operations(batch);
  return restJsonService({
    signingName: "batch",
    check: { model: "batch", coverage, frame: refusedInput },
    sdk: () => import("@aws-sdk/client-batch"),
    routes: {
      ...Object.fromEntries(Object.keys(supported).map((name) => [`POST /v1/${name.toLowerCase()}`, name])),
      "GET /v1/tags/{resourceArn}": "ListTagsForResource",
      "POST /v1/tags/{resourceArn}": "TagResource",
      "DELETE /v1/tags/{resourceArn}": "UntagResource",
    },
    operations: Object.fromEntries(
      Object.entries(supported).map(([name, operation]) => [
        name,
        (input, call) => inRequest(call.requestId, () => operation(input, call)),
      ]),
    ),
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
      check(jobs.length > 0, "Jobs must be provided.");
      // With two spaces: https://github.com/pegasus-isi/pegasus/issues/2086
      check(jobs.length <= describedAtOnce, `Maximum number of jobs supported is  ${describedAtOnce}`);
      return { jobs: jobs.flatMap((id) => batch.describeJob(id) ?? []) };
    },

    ListJobs(input: api.ListJobsRequest, call) {
      call.authorise("batch:ListJobs", "*");
      return listJobs(batch, input);
    },

    GetJobQueueSnapshot({ jobQueue = "" }: api.GetJobQueueSnapshotRequest, call) {
      call.authorise("batch:GetJobQueueSnapshot", batch.queues.arnFor(jobQueue));
      return batch.queueSnapshot(jobQueue);
    },

    CancelJob: (input: api.CancelJobRequest, call) => endJob(batch, "cancel", input, call),

    TerminateJob: (input: api.TerminateJobRequest, call) => endJob(batch, "terminate", input, call),

    CancelJobs: (input: api.CancelJobsRequest, call) => endJobs(batch, "cancel", input, call),

    TerminateJobs: (input: api.TerminateJobsRequest, call) => endJobs(batch, "terminate", input, call),
    ...controlPlaneOperations(batch),
    ...consumableListOperations(batch),
    ...tagOperations(batch),
  };
}
