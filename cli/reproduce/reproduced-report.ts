import { plural, printable } from "@batchline/diagnostics";
import type { ChunkRecord } from "../../contract/records.ts";
import type { OpenRun } from "../../runs/records/open-run.ts";
import type { Reproduced } from "./reproduce-stage.ts";

/** How the stage ended here, how it ended in the run, and whether that is the same. */
export function reproducedLines(
  { runId }: Pick<OpenRun, "runId">,
  then: ChunkRecord,
  { record: now, status, exitCode, copied, bytes }: Reproduced,
): string[] {
  const here = endingOf(now?.status ?? status, now?.error, exitCode);
  return [
    "",
    `${then.stage} of ${then.tenant}, chunk ${then.chunk}`,
    `  in run ${runId}: ${endingOf(then.status, then.error, then.tries?.at(-1)?.exitCode)}`,
    `  here: ${here}`,
    ...(now?.where === undefined ? [] : [`  at ${printable(now.where)}`]),
    `  copied: ${plural(copied, "object")}, ${Math.ceil(bytes / 1024).toLocaleString("en")} KiB`,
  ];
}

/** The document of `--json`. */
export function reproducedAsJson(
  { workflow, runId }: Pick<OpenRun, "workflow" | "runId">,
  then: ChunkRecord,
  { record: now, status, exitCode, copied, bytes }: Reproduced,
) {
  const { tenant, stage, chunk } = then;
  return {
    ...{ workflow, runId, tenant, stage, chunk },
    inRun: { status: then.status, error: then.error, where: then.where },
    here: {
      status: now?.status ?? status,
      error: now?.error,
      where: now?.where,
      exitCode,
      items: now?.items,
    },
    ...{ copied, bytes },
  };
}

function endingOf(status: string, error: string | undefined, exitCode: number | undefined): string {
  const code = exitCode === undefined || exitCode === 0 ? "" : ` (exit code ${exitCode})`;
  return `${status.toLowerCase()}${code}${error === undefined ? "" : `: ${printable(error)}`}`;
}
