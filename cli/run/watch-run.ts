import type { ChunkRecord, RunRecord } from "../../contract/records.ts";
import { type Followed, followRun } from "../../runs/follow/follow-run.ts";
import { useLittleMemory } from "../../runs/follow/little-memory.ts";
import type { RunOutcome } from "../../runs/follow/run-outcome.ts";
import type { Stack } from "../../runs/stack/stack.ts";
import { denialReporter } from "./denials.ts";
import { progressDisplay, silentDisplay } from "./progress-display.ts";
import { outcomeAsJson, reportLines } from "./report.ts";

interface Watching {
  readonly signal: AbortSignal;
  /** Shows no progress. */
  readonly json?: true | undefined;
  /** Receives the records of chunks after each poll, if they are few. */
  readonly onRecords?: (run: RunRecord, records: readonly ChunkRecord[]) => void;
  /** Whether the run goes on when this command ends before it. */
  readonly goesOn: boolean;
}

/** Follows a run to its end, with its progress on stderr. If it cannot go on, it says what the run does meanwhile.
 * @throws errors of the AWS SDK, and the signal's reason */
export async function watchRun(
  stack: Stack,
  followed: Followed,
  { signal, json, goesOn, onRecords }: Watching,
): Promise<RunOutcome> {
  // Otherwise the run, and AWS with it, is in this process.
  if (goesOn) useLittleMemory();
  const display = json ? silentDisplay : progressDisplay(process.stderr);
  const reportDenials = denialReporter(() => stack.denials?.() ?? [], display.say);
  try {
    return await followRun(stack, followed, {
      signal,
      say: display.say,
      onProgress: ({ run, stages, records }) => {
        reportDenials();
        if (run !== undefined && records !== undefined) onRecords?.(run, records);
        if (stages.length > 0) display.update(stages);
      },
    });
  } catch (cause) {
    display.stop();
    if (goesOn) for (const line of goesOnLines(stack, followed)) console.error(line);
    throw cause;
  } finally {
    display.stop();
  }
}

/** Prints how a run ended, and what to type if it has not succeeded. */
export function printOutcome(
  stack: Pick<Stack, "option">,
  outcome: RunOutcome,
  { json }: { readonly json?: true },
): void {
  if (json) console.log(JSON.stringify(outcomeAsJson(outcome), null, 2));
  else {
    const next = outcome.status === "SUCCEEDED" ? [] : ["", ...nextLines(stack, outcome)];
    console.log([...reportLines(outcome), ...next].join("\n"));
  }
}

/** What to type about a run that goes on. */
export function goesOnLines({ option }: Pick<Stack, "option">, { runId }: Pick<Followed, "runId">): string[] {
  return [
    `the run ${runId} goes on`,
    `  watch it: npx batchline follow ${runId} ${option}`,
    `  end it:   npx batchline stop ${runId} ${option}`,
  ];
}

/** What to type about a run that has not succeeded. */
export function nextLines(
  { option }: Pick<Stack, "option">,
  { workflow, runId, run }: Pick<RunOutcome, "workflow" | "runId" | "run">,
): string[] {
  const hasChunks = run !== undefined && run.chunks > 0;
  const again = hasChunks ? `rerun ${runId}` : `run ${workflow}`;
  return [`Why      npx batchline why ${runId} ${option}`, `Again    npx batchline ${again} ${option}`];
}
