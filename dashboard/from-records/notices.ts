import { plural } from "@batchline/diagnostics";
import type { NoticeView, RunStatus } from "../view.ts";
import { commandsOn } from "./commands.ts";
import type { RunFacts } from "./run-facts.ts";

/** What a reader should know beside the causes.
 * @param option Names the stack in commands. @example "--stack prod" */
export function noticesOf(
  { run, plan, stages, hasChunks }: RunFacts,
  status: RunStatus,
  { runId, workflow, option }: { readonly runId: string; readonly workflow: string; readonly option: string },
): NoticeView[] {
  const notices: NoticeView[] = [];
  if (run === undefined) {
    const sentence =
      status === "RUNNING"
        ? "It is not planned yet: it is being planned, or waits for another run of the workflow."
        : "It ended before it was planned.";
    return [{ level: "info", sentence, command: commandsOn(runId, option)("why") }];
  }
  if (!hasChunks)
    notices.push({
      level: "info",
      sentence: `Its ${plural(run.chunks, "chunk")} are being read, and appear in a moment.`,
    });
  if (run.status === "RUNNING" && status !== "RUNNING")
    notices.push({
      level: "warning",
      sentence:
        "Its execution has ended, and the run is not closed yet. The stop function closes it within 15 minutes.",
    });
  else if (run.closingAt !== undefined && run.endedAt === undefined)
    notices.push({ level: "info", sentence: "It is being closed: no container of it begins any more." });
  if (run.plannedBy !== undefined && run.plannedBy !== run.runId)
    notices.push({ level: "info", sentence: `It was run again: its latest execution is ${run.execution}.` });
  if (run.plannedAt !== undefined && plan === undefined)
    notices.push({
      level: "info",
      sentence: "Its plan can't be read, so tenants are shown by the records that their chunks have left.",
    });
  for (const { grown } of run.rounds ?? [])
    for (const { stage, chunks, fromMiB, toMiB } of grown)
      notices.push({
        level: "warning",
        sentence: `${plural(chunks, "chunk")} of ${stage} ran out of memory with ${mib(fromMiB)}, and were tried again with ${mib(toMiB)}.`,
        command: `npx batchline sizes --workflow ${workflow} ${option}`,
      });
  if (stages.length === 0)
    notices.push({
      level: "info",
      sentence: "The project does not declare this workflow, and the run has no plan.",
    });
  return notices;
}

const mib = (count: number) => `${count.toLocaleString("en")} MiB`;
