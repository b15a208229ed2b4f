import { plural } from "@batchline/diagnostics";
import { always, type JobFacts, mebibytes, type ReasonRule } from "./reason-rule.ts";

/**
 * Why no container was started, special reasons first.
 * https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable.html
 */
export const placementRules: readonly ReasonRule[] = [
  {
    pattern: /MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS/,
    explain: always({
      kind: "environment",
      sentence: "it was never started: Batch's service role lacks a right",
      help: "check the service role of the compute environment",
    }),
  },
  {
    pattern: /MISCONFIGURATION:(COMPUTE_ENVIRONMENT_MAX_RESOURCE|JOB_RESOURCE_REQUIREMENT)/,
    explain: (facts, [, which]) => ({
      kind: "no-instance-fits",
      sentence: `it was never started: no instance of its queue has ${needs(facts)}`,
      help:
        which === "COMPUTE_ENVIRONMENT_MAX_RESOURCE"
          ? `raise batchline:maxVcpus, or lower vcpus or memoryMiB of the stage ${facts.stage}`
          : `lower vcpus, memoryMiB or gpus of the stage ${facts.stage}, or add larger types to batchline:instanceTypes`,
    }),
  },
  {
    pattern: /MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED(?: - )?(.*)/,
    explain: (_, [, detail]) => ({
      kind: "environment",
      sentence: `it was never started: AWS has no such instances${detail ? `: ${detail}` : ""}`,
      help: "change batchline:instanceTypes, architecture or ami: they do not fit together in this region",
    }),
  },
  {
    pattern: /(?:MISCONFIGURATION|ACTION_REQUIRED)[: -]+(.*)/,
    explain: (_, [, detail]) => ({
      kind: "environment",
      sentence: `it was never started: ${detail || "a compute environment of its queue is invalid"}`,
      help: "look at the compute environment's status reason: batchline doctor shows it",
    }),
  },
  {
    pattern: /(?:CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY|InsufficientInstanceCapacity)/,
    explain: always({
      kind: "no-capacity",
      sentence: "it was never started: AWS had no instances of its types",
      help: "run the rest again later; more instanceTypes or zones, or onDemandMaxVcpus, give AWS more to choose from",
    }),
  },
  {
    pattern: /VcpuLimitExceeded|MaxSpotInstanceCountExceeded|vCPU limit/i,
    explain: always({
      kind: "no-capacity",
      sentence: "it was never started: the account's quota of vCPUs is used up",
      help: "request a larger quota of EC2, or lower batchline:maxVcpus: batchline doctor compares both",
    }),
  },
  {
    pattern: /UNDETERMINED|root cause is undetermined/,
    explain: always({
      kind: "environment",
      sentence: "it was never started, and Batch does not know why",
      help: "check the compute environment, the subnets' routes and the instance role: batchline doctor helps",
    }),
  },
  {
    pattern: /RESOURCE:(CPU|MEMORY|GPU|ENI|PORTS\S*)/,
    explain: (facts, [, what = ""]) => ({
      kind: "no-instance-fits",
      sentence: `its instance had too little room: ${what.toLowerCase()} for ${needs(facts)}`,
      help: `lower memoryMiB of the stage ${facts.stage} by some hundred: the system needs a part of each instance`,
    }),
  },
];

function needs({ vcpus, memoryMiB, gpus = 0 }: JobFacts): string {
  const parts = [
    ...(vcpus === undefined ? [] : [plural(vcpus, "vCPU")]),
    ...(memoryMiB === undefined ? [] : [mebibytes(memoryMiB)]),
    ...(gpus === 0 ? [] : [plural(gpus, "GPU")]),
  ];
  return parts.length === 0 ? "what it needs" : parts.join(" and ");
}
