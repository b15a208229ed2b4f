import type { JobDetail } from "@aws-sdk/client-batch";
import { must } from "@batchline/diagnostics";

/**
 * Why a Batch job failed, in one phrase: its status reason, and its container's reason and exit code. Only the
 * container's reason shows a kill for memory.
 */
export function jobFailure(job: JobDetail): string {
  if (job.status === "SUCCEEDED") return "its job succeeded but left no record of its work";
  if (job.status !== "FAILED")
    return `its job was still ${must(job.status, "a job has a status")} when the run was closed`;
  // A multi-node job has no container. Its attempts have the main node's.
  const { exitCode, reason } = job.container ?? job.attempts?.at(-1)?.container ?? {};
  const said = [
    ...(reason ? [sentence(reason)] : []),
    ...(job.statusReason && job.statusReason !== reason ? [sentence(job.statusReason)] : []),
    ...(exitCode === undefined ? [] : [`exit code ${exitCode}`]),
  ];
  const details = said.length === 0 ? "Batch gives no reason" : said.join("; ");
  const attempts = job.attempts?.length ?? 0;
  const tried = attempts > 1 ? ` (tried ${attempts} times)` : "";
  const meaning = meanings.find(({ pattern }) => said.some((text) => pattern.test(text)))?.words;
  return `${meaning === undefined ? details : `${meaning}: ${details}`}${tried}`;
}

/**
 * Reasons of Batch and ECS → what they mean. https://docs.aws.amazon.com/batch/latest/userguide/job_retries.html
 * https://docs.aws.amazon.com/batch/latest/userguide/job_timeouts.html
 */
const meanings: readonly { readonly pattern: RegExp; readonly words: string }[] = [
  { pattern: /^OutOfMemory/i, words: "it needed more memory than its stage has" },
  { pattern: /^exit code 134$/, words: "it aborted, as Node.js does when its heap is full" },
  { pattern: /exceeded timeout/i, words: "it took longer than its stage may" },
  { pattern: /^Host EC2/, words: "AWS reclaimed its instance" },
  { pattern: /^CannotPullContainer/i, words: "its image could not be fetched" },
  { pattern: /^ResourceInitializationError: unable to pull secrets/, words: "its secrets could not be read" },
  { pattern: /(^|due to reason: )(MISCONFIGURATION|CAPACITY):/, words: "it was never started" },
];

function sentence(text: string): string {
  return text.trim().replace(/\.$/, "");
}
