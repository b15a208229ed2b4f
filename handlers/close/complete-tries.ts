import type { BatchClient } from "@aws-sdk/client-batch";
import type { StageTry } from "../../contract/records.ts";
import { completedTries } from "../../workflow-kit/at-run/job-tries.ts";
import { describeEach } from "./ask-batch.ts";
import type { AttemptJobs } from "./attempt-jobs.ts";
import type { Incomplete, StageOfChunk } from "./chunk-outcome.ts";

/** A stage of a chunk with all its tries. */
export interface CompletedStage extends StageOfChunk {
  readonly tries: readonly StageTry[];
}

/**
 * Completes tries by what Batch says about the jobs. Returns the stages whose tries change. A stage whose job Batch does not describe keeps its tries:
 * the run must be closed all the same.
 * @param now ISO 8601: stands for times that Batch does not know.
 */
export async function completeTries(
  batch: BatchClient,
  jobs: AttemptJobs,
  incomplete: readonly Incomplete[],
  now: string,
): Promise<readonly CompletedStage[]> {
  const byJob = new Map<string, Incomplete>();
  const tries = new Map<Incomplete, readonly StageTry[]>();
  for (const stage of incomplete) {
    tries.set(stage, stage.tries);
    for (const job of jobs.all(stage.chunk, stage.stage)) byJob.set(job, stage);
  }
  await describeEach(batch, [...byJob.keys()], (job) => {
    const stage = byJob.get(job.jobId ?? "");
    if (stage === undefined || (job.status !== "SUCCEEDED" && job.status !== "FAILED")) return;
    tries.set(stage, completedTries(tries.get(stage) ?? [], job, now));
  });
  return [...tries].flatMap(([stage, completed]) => {
    const isSame =
      completed.length === stage.tries.length && completed.every((each, at) => each === stage.tries[at]);
    return isSame ? [] : [{ ...stage, tries: completed }];
  });
}
