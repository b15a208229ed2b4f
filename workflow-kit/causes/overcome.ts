import { plural } from "@batchline/diagnostics";
import type { Cause } from "../../contract/causes.ts";
import type { RunRecord } from "../../contract/records.ts";
import { helpfulCommand } from "./helpful-command.ts";

/** What containers survived by another attempt, from the usage in the run's record. */
export function overcomeCauses(run: RunRecord, options?: string): Cause[] {
  const { usage = {} } = run;
  return Object.entries(usage).flatMap(([stage, { outOfMemory, reclaimed, peakMiB }]): Cause[] => {
    const common = { effect: "overcome", stage, tenants: [], chunks: 0 } as const;
    const memory: Cause = {
      ...{ ...common, key: `overcome|out-of-memory|${stage}`, kind: "out-of-memory" },
      sentence: `${plural(outOfMemory, "attempt")} ran out of memory, and the most that one used was ${peakMiB.toLocaleString("en")} MiB`,
      help: `set memoryMiB of the stage ${stage} to ${roomFor(peakMiB)} or more, and no attempt is lost`,
    };
    const reclaims: Cause = {
      ...{ ...common, key: `overcome|reclaimed|${stage}`, kind: "reclaimed" },
      sentence: `AWS reclaimed instances under ${plural(reclaimed, "attempt")}`,
    };
    const command = helpfulCommand(memory, run, options);
    return [
      ...(outOfMemory > 0 ? [{ ...memory, ...(command && { command }) }] : []),
      ...(reclaimed > 0 ? [reclaims] : []),
    ];
  });
}

/** A quarter more than was used, in steps of 256 MiB. */
function roomFor(peakMiB: number): number {
  return Math.ceil((peakMiB * 1.25) / 256) * 256;
}
