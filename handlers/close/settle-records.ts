import type { AttemptJobs } from "./attempt-jobs.ts";
import type { AttemptPlan } from "./attempt-plan.ts";
import type { StageOfChunk } from "./chunk-outcome.ts";
import type { CloseOptions } from "./close-options.ts";
import { completeTries } from "./complete-tries.ts";
import { explainStages } from "./explain-stages.ts";
import { foldRun } from "./fold-run.ts";
import { recordFailures, recordTries, replaceForged, sealStages } from "./stage-records.ts";
import type { TenantTally } from "./tenant-tally.ts";

/** One each to replace forged records, to seal, to explain, to complete tries and to read what counts. Stages that succeed meanwhile take more. */
const mostRounds = 25;

/**
 * Brings an attempt's records to where nothing changes them. Each stage has then succeeded, or is sealed. Where a stage failed, its record has
 * the reason, and tries that a container could not end are completed by Batch. Returns what the records then say; undefined if the claim is lost. So two closers have the same result, and so has one that
 * is repeated. A container that was taken over may change its records for as long as its session lasts: then its chunk fails.
 * @param closingAt When closing began, ISO 8601. It stands for the end of what left no record.
 */
export async function settleRecords(
  { stores, batch }: Pick<CloseOptions, "stores" | "batch">,
  attempt: AttemptPlan,
  jobs: AttemptJobs,
  closingAt: string,
): Promise<ReadonlyMap<string, TenantTally> | undefined> {
  /** Stages about which Batch was asked. Once is enough: it may not know more. */
  const asked = new Set<string>();
  const nameOf = ({ chunk, stage }: StageOfChunk) => `${chunk}/${stage}`;
  for (let round = 1; ; round++) {
    const { tallies, forged, unsealed, unexplained, incomplete } = await foldRun(stores, attempt, jobs);
    if (round === mostRounds) {
      const reason = "its record still changed while the run was closed";
      for (const { tenant, chunk, stage } of [...forged, ...unsealed, ...unexplained])
        tallies.get(tenant)?.fail({ chunk, stage, reason, at: closingAt });
      return tallies;
    }
    if (forged.length > 0) {
      if (!(await replaceForged(stores.table, attempt, forged, closingAt))) return undefined;
    } else if (unsealed.length > 0) {
      await sealStages(stores.table, attempt, unsealed, closingAt);
    } else if (unexplained.length > 0) {
      // The reason is of the last job, and the jobs of earlier rounds have tries too.
      for (const stage of unexplained)
        if (jobs.all(stage.chunk, stage.stage).length <= 1) asked.add(nameOf(stage));
      const explained = await explainStages(batch, jobs, unexplained, closingAt);
      if (!(await recordFailures(stores.table, attempt, explained))) return undefined;
    } else {
      const open = incomplete.filter((stage) => !asked.has(nameOf(stage)));
      for (const stage of open) asked.add(nameOf(stage));
      const completed = await completeTries(batch, jobs, open, closingAt);
      if (completed.length === 0) return tallies;
      if (!(await recordTries(stores.table, attempt, completed))) return undefined;
    }
  }
}
