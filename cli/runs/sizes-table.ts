import { plural } from "@batchline/diagnostics";
import type { StageSizes } from "../../runs/costs/stack-sizes.ts";
import type { SizeChange } from "../../runs/costs/stage-sizes.ts";
import { alignedLines } from "../aligned-lines.ts";
import { hundredths } from "./costs-table.ts";

/** Fewer tries than this say little. */
const fewTries = 20;

/** The changes as a table, a line for each, with what they save below. */
export function sizesTable(sizes: readonly StageSizes[]): string[] {
  if (sizes.length === 0) return ["no ended run has records of what its stages used"];
  const changed = sizes.filter(({ changes }) => changes.length > 0);
  const few = sizes.filter(({ usage }) => usage.tries < fewTries);
  const notes = few.map(({ workflow, stage, usage, runs }) => {
    return `${workflow} ${stage}: ${plural(usage.tries, "try", "tries")} in ${plural(runs, "run")} say little`;
  });
  if (changed.length === 0) return ["all stages have what they need", ...notes];
  const titles = ["workflow", "stage", "setting", "declared", "better", "because"];
  const rows = changed.flatMap(({ workflow, stage, changes }) =>
    changes.map((change) => [workflow, stage, change.field, ...valuesOf(change), change.why]),
  );
  return [...alignedLines([titles, ...rows], [3, 4]), "", ...changed.flatMap(savingOf), ...notes];
}

function valuesOf({ from, to, field }: SizeChange): [string, string] {
  const unit = field === "timeout" ? " s" : "";
  return [`${from.toLocaleString("en")}${unit}`, `${to.toLocaleString("en")}${unit}`];
}

/** What the changes of a stage save, or cost. */
function savingOf({ workflow, stage, usd, runs }: StageSizes): string[] {
  if (usd === undefined || usd.before === 0) return [];
  const share = Math.round((1 - usd.after / usd.before) * 100);
  if (share === 0) return [];
  const what = share > 0 ? `saves about ${share} %` : `costs about ${-share} % more`;
  return [`${workflow} ${stage}: ${what} of ${hundredths(usd.before)} USD in ${plural(runs, "run")}`];
}

/** The document of `--json`: an entry for each stage that a run used. */
export function sizesAsJson(sizes: readonly StageSizes[]) {
  return sizes.map(({ workflow, stage, runs, usage, changes, usd }) => {
    const { tries, outOfMemory, longestSeconds, peakMiB, seconds, cpuSeconds } = usage;
    const vcpusUsed = seconds === 0 ? undefined : Math.round((cpuSeconds / seconds) * 100) / 100;
    const measured = { runs, tries, outOfMemory, longestSeconds, peakMiB, vcpusUsed };
    return { workflow, stage, ...measured, changes, usd };
  });
}
