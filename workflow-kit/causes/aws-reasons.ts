import { plural } from "@batchline/diagnostics";
import type { CauseKind } from "../../contract/causes.ts";

/** What a job had, and how often it was started. Absent: not known. */
export interface JobFacts {
  readonly stage: string;
  readonly memoryMiB?: number;
  readonly vcpus?: number;
  readonly gpus?: number;
  readonly timeoutSeconds?: number;
  /** Starts that a reclaim ended. */
  readonly reclaimed?: number;
}

/** A cause in words. */
export interface Explanation {
  readonly kind: CauseKind;
  readonly sentence: string;
  readonly help?: string;
}

interface Rule {
  readonly pattern: RegExp;
  readonly explain: (facts: JobFacts, match: RegExpExecArray) => Explanation;
}

const always = (explanation: Explanation) => () => explanation;

/**
 * Reasons of Batch, ECS and Docker, special ones first.
 * https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable.html
 * https://docs.aws.amazon.com/batch/latest/userguide/job_retries.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
 */
const rules: readonly Rule[] = [
  {
    pattern: /OutOfMemory|out of memory|memory usage/i,
    explain: ({ stage, memoryMiB }) => ({
      kind: "out-of-memory",
      sentence: memoryMiB === undefined ? "out of memory" : `out of memory at ${mebibytes(memoryMiB)}`,
      help: `raise memoryMiB of the stage ${stage}${memoryMiB === undefined ? "" : `, for example to ${2 * memoryMiB}`}, let it grow by retry.outOfMemory, or make its chunks smaller`,
    }),
  },
  {
    pattern: /exceeded timeout/i,
    explain: ({ stage, timeoutSeconds }) => ({
      kind: "timeout",
      sentence: `it took longer than its timeout${timeoutSeconds === undefined ? "" : ` of ${duration(timeoutSeconds)}`}`,
      help: `raise timeout of the stage ${stage}, or make its chunks smaller`,
    }),
  },
  {
    pattern: /Host EC2|SpotInterruption|TerminationNotice|Spot interruption|instance reclaim/i,
    explain: ({ reclaimed = 0 }) => ({
      kind: "reclaimed",
      sentence: `AWS reclaimed its instance${reclaimed > 1 ? `, ${plural(reclaimed, "time")}` : ""}`,
      help: "run the rest again; more instanceTypes or zones, onDemandMaxVcpus or smaller chunks make it rare",
    }),
  },
  ...imageRules(),
  {
    pattern:
      /unable to (pull|retrieve) secrets?|unable to get (secret|registry auth)|secretsmanager|ssm parameter/i,
    explain: (_, { input }) => ({
      kind: "secrets",
      sentence: `its secrets could not be read${why(input)}`,
      help: /AccessDenied|not authorized/i.test(input)
        ? "the job's execution role or the secret's policy or key refuses it: deploy again, and compare the secret's policy"
        : /ResourceNotFound|can't find|not find/i.test(input)
          ? "the secret or its JSON key does not exist: correct the ARN in batchline:secrets"
          : /timeout|deadline|dial tcp|no such host|connection/i.test(input)
            ? "instances do not reach Secrets Manager: check batchline:internet and the subnets' routes"
            : "check the secret's value and its JSON keys",
    }),
  },
  {
    pattern: /failed to initialize logging driver|awslogs|log group does not exist|CreateLogStream/i,
    explain: (_, { input }) => ({
      kind: "start",
      sentence: `its log could not be opened${why(input)}`,
      help: "deploy again: the log group or the right to write to it is missing",
    }),
  },
  {
    pattern: /exec format error|does not match the (specified|detected) (host )?platform/i,
    explain: always({
      kind: "image",
      sentence: "its image is for another processor than its instance",
      help: "build the worker image for batchline:architecture, and for x86_64 too if stages use GPUs",
    }),
  },
  {
    pattern: /(executable file not found|no such file or directory|permission denied).*/i,
    explain: (_, [text]) => ({
      kind: "start",
      sentence: `its program could not be started: ${text.replace(/: unknown$/, "")}`,
      help: "build the worker image again, and deploy it",
    }),
  },
  {
    pattern: /no space left on device/i,
    explain: always({
      kind: "start",
      sentence: "the disk of its instance is full",
      help: "raise batchline:diskGiB, or write less in a stage",
    }),
  },
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
  {
    pattern: /(?:ECS was unable to assume the role|unable to assume|sts:AssumeRole).*/i,
    explain: (_, [text]) => ({
      kind: "environment",
      sentence: `its role could not be used: ${text}`,
      help: "deploy again: a role of the job was deleted, or its trust policy was changed",
    }),
  },
  {
    pattern: /(?:DockerTimeoutError|ContainerRuntimeTimeoutError|Could not transition to \w+; timed out).*/,
    explain: () => ({
      kind: "start",
      sentence: "its instance was too slow to start or stop it",
      help: "run the rest again; if it stays, the instances' disks are overloaded: use larger instanceTypes",
    }),
  },
  {
    pattern:
      /(CannotStartContainerError|CannotCreateContainerError|CannotCreateVolumeError|CannotInspectContainerError|CannotStopContainerError|ContainerRuntimeError|ResourceInitializationError|InternalError|AGENT|ATTRIBUTE)\b:?\s*(.*)/,
    explain: (_, [, name, detail]) => ({
      kind: "start",
      sentence: `its container could not be started: ${detail || name}`,
      help: "run the rest again; if it stays, look at the job's definition and its instance",
    }),
  },
  {
    pattern: /the execution \S+ (was stopped|timed out|failed)/,
    explain: (_, [, how]) => ({
      kind: "stopped",
      sentence:
        how === "timed out"
          ? "the run took longer than 23 hours"
          : `the run ${how === "failed" ? "failed" : "was stopped"}`,
      help: "run the rest again",
    }),
  },
  {
    pattern: /^Terminated by Step Functions(?:: (.*?))?(?:; exit code.*)?$/,
    explain: (_, [, cause]) => ({
      kind: "stopped",
      sentence: `the run was stopped${cause ? `: ${cause}` : ""}`,
      help: "run the rest again",
    }),
  },
  {
    pattern: /(?:UserInitiated|Task stopped by user|Terminated by|Cancell?ed by|Job was terminated).*/i,
    explain: (_, [text]) => ({
      kind: "stopped",
      sentence: `it was ended: ${text}`,
      help: "run the rest again",
    }),
  },
  {
    pattern: /its job was not submitted(?:: (.*))?/,
    explain: (_, [, cause]) => ({
      kind: "not-submitted",
      sentence: `its job was not submitted${cause ? `: ${cause}` : ""}`,
      help: /Throttl|TooManyRequests|Rate exceeded/i.test(cause ?? "")
        ? "run the rest again: AWS throttled the request"
        : "look at the failed state of the machine",
    }),
  },
  {
    pattern: /left no record of its work/,
    explain: always({
      kind: "no-record",
      sentence: "its job succeeded and left no record of its work",
      help: "the stage ended its process itself, perhaps by process.exit: see the log",
    }),
  },
  {
    pattern: /Batch no longer knows its job/,
    explain: always({ kind: "unknown", sentence: "Batch no longer knows its job, and it left no record" }),
  },
];

/** What went wrong while an image was fetched. */
function imageRules(): readonly Rule[] {
  const pull = (cause: RegExp, sentence: string, help: string): Rule => ({
    pattern: new RegExp(`CannotPull\\w*:?.*?(?:${cause.source})`, "is"),
    explain: always({ kind: "image", sentence: `its image could not be fetched: ${sentence}`, help }),
  });
  return [
    pull(
      /manifest unknown|not found|does not exist|NotFound/,
      "it does not exist in its registry",
      "deploy again, which builds and pushes it, or correct batchline:workerImage",
    ),
    pull(
      /no basic auth|denied|unauthorized|authentication required|403|401/,
      "its registry refuses the login",
      "check batchline:registrySecretArn, and the rights of the job's execution role and the instance role",
    ),
    pull(
      /toomanyrequests|rate limit|429/,
      "its registry throttles",
      "run the rest again; copy the image to ECR, which throttles less",
    ),
    pull(
      /no space left on device/,
      "the disk of the instance is full",
      "raise batchline:diskGiB, or make the image smaller",
    ),
    pull(
      /no matching manifest|platform|architecture/,
      "it is not built for the instance's processor",
      "build it for batchline:architecture, and for x86_64 too if stages use GPUs",
    ),
    pull(
      /timeout|timed out|deadline|no such host|connection|dial tcp|context cancell?ed|EOF|network/,
      "its registry could not be reached",
      "check batchline:internet, the subnets' routes and security groups",
    ),
    {
      pattern: /CannotPull\w*:?\s*(?:Error response from daemon:\s*)?(.*)/s,
      explain: (_, [, detail]) => ({
        kind: "image",
        sentence: `its image could not be fetched: ${detail || "ECS does not say why"}`,
        help: "check batchline:workerImage and the registry",
      }),
    },
  ];
}

/** What AWS's reasons mean; undefined if none is known. `reasons` are the container's first, then the job's. */
export function explainReasons(reasons: readonly string[], facts: JobFacts): Explanation | undefined {
  for (const { pattern, explain } of rules) {
    for (const reason of reasons) {
      const match = pattern.exec(reason.slice(0, longestReason));
      if (match !== null) return explain(facts, match);
    }
  }
  return undefined;
}

/** Characters of a reason that are looked at. */
const longestReason = 2_000;

/** The last part of a chain of errors: ": AccessDeniedException" */
function why(text: string): string {
  const last = text.split(/:\s+/).at(-1);
  return last === undefined || last === text ? "" : `: ${last}`;
}

function needs({ vcpus, memoryMiB, gpus = 0 }: JobFacts): string {
  const parts = [
    ...(vcpus === undefined ? [] : [plural(vcpus, "vCPU")]),
    ...(memoryMiB === undefined ? [] : [mebibytes(memoryMiB)]),
    ...(gpus === 0 ? [] : [plural(gpus, "GPU")]),
  ];
  return parts.length === 0 ? "what it needs" : parts.join(" and ");
}

function mebibytes(memoryMiB: number): string {
  return `${memoryMiB.toLocaleString("en")} MiB`;
}

function duration(seconds: number): string {
  return seconds % 60 === 0 ? plural(seconds / 60, "minute") : plural(seconds, "second");
}
