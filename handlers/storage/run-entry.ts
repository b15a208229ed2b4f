import { tableKeys } from "../../contract/record-keys.ts";
import type { RunEntry, RunRecord } from "../../contract/records.ts";
import type { Key } from "./table.ts";

/** The entry of a run in its workflow's list of runs. It follows from the run's item, so writing it again changes nothing. @example await table.put(runEntry(run)) */
export function runEntry({
  workflow,
  runId,
  startedAt,
  expiresAt,
}: Pick<RunRecord, "workflow" | "runId" | "startedAt" | "expiresAt">): Key & RunEntry {
  // A run has the name of its first execution.
  const entry: RunEntry = { runId, workflow, startedAt, execution: runId, expiresAt };
  return { ...tableKeys.runEntry(workflow, startedAt, runId), ...entry };
}
