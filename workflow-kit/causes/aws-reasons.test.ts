import type { JobDetail } from "@aws-sdk/client-batch";
import { expect } from "chai";
import { jobFailure } from "../at-run/job-failure.ts";
import { explainFailure } from "./explain-failure.ts";

const job = (fields: Partial<JobDetail>): JobDetail => ({
  ...{ jobId: "j", jobName: "j", jobQueue: "q", jobDefinition: "d", startedAt: 0, status: "FAILED" },
  ...fields,
});
const exited = "Essential container in task exited";
const notStarted = "Task failed to start";

/** What ECS and Batch say → kind, sentence, and a word of the help. */
const cases: readonly [
  container: string,
  status: string,
  code: number | undefined,
  string,
  string,
  string?,
][] = [
  [
    "OutOfMemoryError: Container killed due to memory usage",
    exited,
    137,
    "out-of-memory",
    "out of memory at 2,048 MiB",
    "4096",
  ],
  [
    "",
    "Job attempt duration exceeded timeout",
    137,
    "timeout",
    "it took longer than its timeout of 10 minutes",
    "timeout",
  ],
  [
    "",
    "Host EC2 (instance i-0abc) terminated.",
    undefined,
    "reclaimed",
    "AWS reclaimed its instance",
    "again",
  ],
  [
    "CannotPullContainerError: Error response from daemon: manifest for x@sha256:0 not found: manifest unknown",
    notStarted,
    undefined,
    "image",
    "its image could not be fetched: it does not exist in its registry",
    "workerImage",
  ],
  [
    "CannotPullContainerError: Error response from daemon: pull access denied for x",
    notStarted,
    undefined,
    "image",
    "its image could not be fetched: its registry refuses the login",
    "registrySecretArn",
  ],
  [
    'CannotPullContainerError: Head "https://x/v2": dial tcp 1.2.3.4:443: i/o timeout',
    notStarted,
    undefined,
    "image",
    "its image could not be fetched: its registry could not be reached",
    "internet",
  ],
  [
    "CannotPullContainerError: toomanyrequests: You have reached your pull rate limit",
    notStarted,
    undefined,
    "image",
    "its image could not be fetched: its registry throttles",
    "ECR",
  ],
  [
    "CannotPullContainerError: failed to register layer: write /x: no space left on device",
    notStarted,
    undefined,
    "image",
    "its image could not be fetched: the disk of the instance is full",
    "diskGiB",
  ],
  [
    "CannotPullImageManifestError: no matching manifest for linux/arm64 in the manifest list entries",
    notStarted,
    undefined,
    "image",
    "its image could not be fetched: it is not built for the instance's processor",
    "architecture",
  ],
  [
    "CannotPullContainerError: something new",
    notStarted,
    undefined,
    "image",
    "its image could not be fetched: something new",
    "registry",
  ],
  [
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: AccessDeniedException",
    notStarted,
    undefined,
    "secrets",
    "its secrets could not be read: AccessDeniedException",
    "role",
  ],
  [
    "ResourceInitializationError: unable to pull secrets or registry auth: ResourceNotFoundException: Secrets Manager can't find the specified secret.",
    notStarted,
    undefined,
    "secrets",
    "its secrets could not be read: Secrets Manager can't find the specified secret.",
    "batchline:secrets",
  ],
  [
    "ResourceInitializationError: failed to initialize logging driver: ResourceNotFoundException: The specified log group does not exist.",
    notStarted,
    undefined,
    "start",
    "its log could not be opened: The specified log group does not exist.",
    "deploy",
  ],
  [
    'CannotStartContainerError: failed to create task for container: exec: "node": executable file not found in $PATH: unknown',
    notStarted,
    127,
    "start",
    "its program could not be started: executable file not found in $PATH",
    "image",
  ],
  [
    "exec /usr/bin/node: exec format error",
    exited,
    255,
    "image",
    "its image is for another processor than its instance",
    "architecture",
  ],
  [
    "DockerTimeoutError: Could not transition to created; timed out after waiting 4m0s",
    notStarted,
    undefined,
    "start",
    "its instance was too slow to start or stop it",
    "again",
  ],
  [
    "CannotCreateContainerError: API error (500): devmapper",
    notStarted,
    undefined,
    "start",
    "its container could not be started: API error (500): devmapper",
    "again",
  ],
  [
    "RESOURCE:MEMORY",
    notStarted,
    undefined,
    "no-instance-fits",
    "its instance had too little room: memory for 2 vCPUs and 2,048 MiB",
    "memoryMiB",
  ],
  [
    "ECS was unable to assume the role 'arn:aws:iam::1:role/x'",
    notStarted,
    undefined,
    "environment",
    "its role could not be used: ECS was unable to assume the role 'arn:aws:iam::1:role/x'",
    "deploy",
  ],
  [
    "",
    "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - The job resource requirement (vCPU/memory/GPU) is higher",
    undefined,
    "no-instance-fits",
    "it was never started: no instance of its queue has 2 vCPUs and 2,048 MiB",
    "instanceTypes",
  ],
  [
    "",
    "Canceled by JobStateTimeLimit action due to reason: MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
    undefined,
    "no-instance-fits",
    "it was never started: no instance of its queue has 2 vCPUs and 2,048 MiB",
    "maxVcpus",
  ],
  [
    "",
    "Canceled by JobStateTimeLimit action due to reason: CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
    undefined,
    "no-capacity",
    "it was never started: AWS had no instances of its types",
    "zones",
  ],
  [
    "",
    "MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS - Batch service role has a permission issue.",
    undefined,
    "environment",
    "it was never started: Batch's service role lacks a right",
    "role",
  ],
  [
    "",
    "MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED - no arm64 in eu-x-1a",
    undefined,
    "environment",
    "it was never started: AWS has no such instances: no arm64 in eu-x-1a",
    "region",
  ],
  [
    "",
    "ACTION_REQUIRED - CE(s) associated with the job queue are INVALID",
    undefined,
    "environment",
    "it was never started: CE(s) associated with the job queue are INVALID",
    "doctor",
  ],
  [
    "",
    "UNDETERMINED - Batch job is blocked, root cause is undetermined.",
    undefined,
    "environment",
    "it was never started, and Batch does not know why",
    "subnets",
  ],
  [
    "",
    "VcpuLimitExceeded: You have requested more vCPU capacity",
    undefined,
    "no-capacity",
    "it was never started: the account's quota of vCPUs is used up",
    "quota",
  ],
  [
    "",
    "Terminated by Step Functions: wrong tenant",
    143,
    "stopped",
    "the run was stopped: wrong tenant",
    "again",
  ],
  [
    "",
    "Terminated by Step Functions: wrong prices\nof all tenants; exit code 143",
    143,
    "stopped",
    "the run was stopped: wrong prices\nof all tenants",
    "again",
  ],
  ["", "the execution run-1 was stopped", 143, "stopped", "the run was stopped", "again"],
  ["", "the execution run-1 timed out", undefined, "stopped", "the run took longer than 23 hours", "again"],
  ["", exited, 1, "crash", "its program crashed (exit code 1)", "log"],
  [
    "",
    exited,
    65,
    "stage",
    "the tenant's data is wrong, or it failed as often as it may (exit code 65)",
    "log",
  ],
  ["", exited, 75, "stage", "it failed temporarily as often as it may (exit code 75)", "again"],
  ["", exited, 78, "deployment", "the deployment is wrong (exit code 78)", "deploy"],
  ["", exited, 126, "start", "its program may not be executed (exit code 126)", "image"],
  ["", exited, 134, "crash", "its program aborted (exit code 134)", "heap"],
  ["", exited, 137, "crash", "something killed it (SIGKILL, exit code 137)", "memory"],
  ["", exited, 139, "crash", "it crashed (SIGSEGV, exit code 139)", "log"],
  ["", exited, 143, "interrupted", "it was asked to stop (exit code 143)", "again"],
  ["", "stopped by Dana", undefined, "unknown", "stopped by Dana"],
];

describe("what Batch and ECS say", () => {
  for (const [reason, statusReason, exitCode, kind, sentence, help] of cases) {
    const described = job({
      statusReason,
      timeout: { attemptDurationSeconds: 600 },
      container: {
        ...(reason && { reason }),
        ...(exitCode !== undefined && { exitCode }),
        resourceRequirements: [
          { type: "MEMORY", value: "2048" },
          { type: "VCPU", value: "2" },
        ],
      },
    });
    it(`${reason || statusReason}, ${exitCode ?? "no exit code"}: one sentence`, () => {
      const found = explainFailure({ stage: "rescale", attempts: 1 }, described);
      expect([found.kind, found.sentence]).to.deep.equal([kind, sentence]);
      if (help !== undefined) expect(found.help).to.contain(help);
    });

    it(`${reason || statusReason}, ${exitCode ?? "no exit code"}: the same kind from the record alone, when Batch has forgotten`, () => {
      const found = explainFailure({ stage: "rescale", attempts: 1, error: jobFailure(described) });
      // Only Batch's own words show that nobody but Batch wrote them.
      expect(found.kind).to.equal(statusReason === "stopped by Dana" ? "stage" : kind);
    });
  }
});
