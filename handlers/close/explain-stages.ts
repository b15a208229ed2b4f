import type { BatchClient } from "@aws-sdk/client-batch";
import { must } from "@batchline/diagnostics";
import type { StageTry } from "../../contract/records.ts";
import { completedTries } from "../../workflow-kit/at-run/job-tries.ts";
import { askBatch } from "./ask-batch.ts";
import type { AttemptJobs } from "./attempt-jobs.ts";
import type { Failure, Unexplained } from "./chunk-outcome.ts";

/** A stage that recorded no reason, with the reason that Batch reports. */
export interface ExplainedStage extends Failure {
  readonly tenant: string;
  readonly jobId?: string;
  readonly startedAt: string;
  /** Completed; absent if Batch does not describe the job. */
  readonly tries?: readonly StageTry[];
}

/**
 * Finds the reason of each unexplained stage: what Batch reports about its job, or that it had no job. `now` (ISO 8601)
 * is used where the end time is unknown.
 */
export async function explainStages(
  batch: BatchClient,
  jobs: AttemptJobs,
  unexplained: readonly Unexplained[],
  now: string,
): Promise<readonly ExplainedStage[]> {
  const found = unexplained.map((stage) => ({ ...stage, job: jobs.of(stage.chunk, stage.stage) }));
  const known = new Map(
    found.flatMap(({ job, record }) => ("jobId" in job ? [[job.jobId, record?.tries ?? []] as const] : [])),
  );
  const reports = await askBatch(batch, [...known.keys()], (job) =>
    completedTries(known.get(job.jobId ?? "") ?? [], job, now),
  );
  return found.map(({ chunk, tenant, stage, record, job }) => {
    if (!("jobId" in job)) {
      const at = record?.endedAt ?? now;
      return {
        chunk,
        tenant,
        stage,
        reason: record?.error ?? job.reason,
        at,
        startedAt: record?.startedAt ?? at,
      };
    }
    const { reason, at = now, tries } = must(reports.get(job.jobId), "Batch was asked about every job");
    const startedAt = record?.startedAt ?? at;
    return { chunk, tenant, stage, reason, at, startedAt, jobId: job.jobId, ...(tries && { tries }) };
  });
}
