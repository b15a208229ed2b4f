import type { BatchClient } from "@aws-sdk/client-batch";
import { askBatch } from "./ask-batch.ts";
import type { AttemptJobs } from "./attempt-jobs.ts";
import type { Failure, Unexplained } from "./chunk-outcome.ts";

/** A stage that did not say why it failed, and what Batch says instead. */
export interface ExplainedStage extends Failure {
  readonly tenant: string;
  readonly jobId?: string;
  readonly startedAt: string;
}

/**
 * Finds the reason of each stage that has none of its own: its job's, from Batch, or that there was no job. `now`, ISO 8601, is the
 * time of what nobody knows the time of.
 */
export async function explainStages(
  batch: BatchClient,
  jobs: AttemptJobs,
  unexplained: readonly Unexplained[],
  now: string,
): Promise<readonly ExplainedStage[]> {
  const found = unexplained.map((stage) => ({ ...stage, job: jobs.of(stage.chunk, stage.stage) }));
  const ids = found.flatMap(({ job }) => ("jobId" in job ? [job.jobId] : []));
  const words = await askBatch(batch, ids);
  return found.map(({ chunk, tenant, stage, record, job }) => {
    const startedAt = record?.startedAt ?? now;
    if (!("jobId" in job)) {
      const reason = record?.error ?? job.reason;
      return { chunk, tenant, stage, reason, at: record?.endedAt ?? now, startedAt };
    }
    const { reason, at } = words.get(job.jobId) ?? { reason: "Batch said nothing of its job" };
    return { chunk, tenant, stage, reason, at: at ?? now, startedAt, jobId: job.jobId };
  });
}
