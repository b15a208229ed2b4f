import type { JobDetail } from "@aws-sdk/client-batch";
import { expect } from "chai";
import { jobFailure } from "./job-failure.ts";

const failed = (fields: Partial<JobDetail>): JobDetail => ({
  jobId: "j",
  jobName: "j",
  jobQueue: "q",
  jobDefinition: "d",
  startedAt: 0,
  status: "FAILED",
  ...fields,
});

describe("closing: why a job failed", () => {
  const cases: readonly [behaviour: string, job: JobDetail, words: string][] = [
    [
      "tells a kill for memory from the container's reason",
      failed({
        statusReason: "Essential container in task exited",
        container: { exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" },
        attempts: [{}, {}, {}],
      }),
      "it needed more memory than its stage has: OutOfMemoryError: Container killed due to memory usage; Essential container in task exited; exit code 137 (tried 3 times)",
    ],
    [
      "tells of a job of several nodes what its last attempt's main node said",
      failed({
        statusReason: "Essential container in task exited",
        attempts: [
          { container: { exitCode: 75 } },
          { container: { exitCode: 137, reason: "OutOfMemoryError" } },
        ],
      }),
      "it needed more memory than its stage has: OutOfMemoryError; Essential container in task exited; exit code 137 (tried 2 times)",
    ],
    [
      "tells a timeout",
      failed({ statusReason: "Job attempt duration exceeded timeout", container: { exitCode: 137 } }),
      "it took longer than its stage may: Job attempt duration exceeded timeout; exit code 137",
    ],
    [
      "tells a reclaimed machine",
      failed({ statusReason: "Host EC2 (instance i-0abc) terminated." }),
      "AWS reclaimed its instance: Host EC2 (instance i-0abc) terminated",
    ],
    [
      "tells an image that could not be fetched",
      failed({
        statusReason: "Task failed to start",
        container: { reason: "CannotPullContainerError: manifest unknown" },
      }),
      "its image could not be fetched: CannotPullContainerError: manifest unknown; Task failed to start",
    ],
    [
      "tells a secret that ECS could not read",
      failed({
        statusReason: "Task failed to start",
        container: {
          reason: "ResourceInitializationError: unable to pull secrets or registry auth: AccessDenied",
        },
      }),
      "its secrets could not be read: ResourceInitializationError: unable to pull secrets or registry auth: AccessDenied; Task failed to start",
    ],
    [
      "tells a job that nothing could run",
      failed({ statusReason: "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT" }),
      "it was never started: MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
    ],
    [
      "gives the reason of a termination as it is",
      failed({ statusReason: "stopped by Dana" }),
      "stopped by Dana",
    ],
    ["says when Batch gives no reason", failed({}), "Batch gives no reason"],
    [
      "says when the job succeeded without a record",
      failed({ status: "SUCCEEDED" }),
      "its job succeeded but left no record of its work",
    ],
    [
      "says when the job had not ended",
      failed({ status: "RUNNABLE" }),
      "its job was still RUNNABLE when the run was closed",
    ],
  ];
  for (const [behaviour, job, words] of cases) {
    it(behaviour, () => {
      expect(jobFailure(job)).to.equal(words);
    });
  }
});
