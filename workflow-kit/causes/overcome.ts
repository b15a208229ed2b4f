import { plural } from "@batchline/diagnostics";
import type { Cause } from "../../contract/causes.ts";
import type { GrownStage, RunRecord } from "../../contract/records.ts";
import type { StageUsage } from "../../contract/stage-usage.ts";
import { helpfulCommand } from "./helpful-command.ts";

/** What containers survived by another attempt, from the usage and the rounds in the run's record. */
export function overcomeCauses(run: RunRecord, options?: string): Cause[] {
  return Object.entries(run.usage ?? {}).flatMap(([stage, usage]): Cause[] => {
    const grown = (run.rounds ?? []).flatMap((round) => round.grown.filter((each) => each.stage === stage));
    const reclaims: Cause = {
      ...{ key: `overcome|reclaimed|${stage}`, kind: "reclaimed", effect: "overcome", stage },
      ...{ tenants: [], chunks: 0 },
      sentence: `AWS reclaimed instances under ${plural(usage.reclaimed, "attempt")}`,
    };
    return [
      ...(usage.outOfMemory > 0 ? [memoryCause(run, stage, usage, grown, options)] : []),
      ...(usage.reclaimed > 0 ? [reclaims] : []),
    ];
  });
}

function memoryCause(
  run: RunRecord,
  stage: string,
  { outOfMemory, peakMiB }: StageUsage,
  grown: readonly GrownStage[],
  options: string | undefined,
): Cause {
  const [first] = grown;
  const last = grown.at(-1);
  const cause: Cause = {
    ...{ key: `overcome|out-of-memory|${stage}`, kind: "out-of-memory", effect: "overcome", stage },
    ...{ tenants: [], chunks: first?.chunks ?? 0 },
    sentence:
      first === undefined || last === undefined
        ? `${plural(outOfMemory, "attempt")} ran out of memory, and the most that one used was ${mebibytes(peakMiB)}`
        : `out of memory at ${mebibytes(first.fromMiB)}, and tried again with up to ${mebibytes(last.toMiB)}`,
    help: `set memoryMiB of the stage ${stage} to ${roomFor(peakMiB)} or more, and no attempt is lost`,
  };
  const command = helpfulCommand(cause, run, options);
  return { ...cause, ...(command && { command }) };
}

/** A quarter more than was used, in steps of 256 MiB. */
function roomFor(peakMiB: number): number {
  return Math.ceil((peakMiB * 1.25) / 256) * 256;
}

function mebibytes(memoryMiB: number): string {
  return `${memoryMiB.toLocaleString("en")} MiB`;
}
