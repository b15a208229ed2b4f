import { plural } from "@batchline/diagnostics";
import { imageRules } from "./image-reasons.ts";
import { placementRules } from "./placement-reasons.ts";
import { always, type Explanation, type JobFacts, mebibytes, type ReasonRule } from "./reason-rule.ts";

/**
 * Reasons of Batch, ECS and Docker, special ones first.
 * https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable.html
 * https://docs.aws.amazon.com/batch/latest/userguide/job_retries.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
 */
const rules: readonly ReasonRule[] = [
  {
    pattern: /OutOfMemory|out of memory|memory usage/i,
    explain: ({ stage, memoryMiB, grew }) => ({
      kind: "out-of-memory",
      sentence: memoryMiB === undefined ? "out of memory" : `out of memory at ${mebibytes(memoryMiB)}`,
      help: grew
        ? `raise times or mostMiB in retry.outOfMemory of the stage ${stage}, or make its chunks smaller`
        : `raise memoryMiB of the stage ${stage}${memoryMiB === undefined ? "" : `, for example to ${2 * memoryMiB}`}, let it grow by retry.outOfMemory, or make its chunks smaller`,
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
    explain: ({ reclaimed = 0, spot }) => ({
      kind: "reclaimed",
      sentence: `${spot === false ? "its instance was terminated" : "AWS reclaimed its instance"}${reclaimed > 1 ? `, ${plural(reclaimed, "time")}` : ""}`,
      help: "run the rest again; more instanceTypes or zones, onDemandMaxVcpus or smaller chunks make it rare",
    }),
  },
  ...imageRules,
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
  ...placementRules,
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
    // The reason is what somebody typed: it may have several lines.
    pattern: /^Terminated by Step Functions(?:: (.*?))?(?:; exit code.*)?$/s,
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
        : /AccessDenied|not authorized/i.test(cause ?? "")
          ? "deploy again: the state machine's role lacks a right"
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

function duration(seconds: number): string {
  return seconds % 60 === 0 ? plural(seconds / 60, "minute") : plural(seconds, "second");
}
