import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { reportOf } from "../../dashboard/report/report-of.ts";
import type { Stack } from "../../runs/stack/stack.ts";
import type { FinishedRun } from "./finished-run.ts";

/** Writes each run's page to `reports/<workflow>.html` below the session's folder, and returns a line for each.
 * @param stackName Shown on the pages. */
export async function writeReports(
  {
    stack,
    stackName,
    session,
  }: { readonly stack: Stack; readonly stackName: string; readonly session: string },
  runs: readonly FinishedRun[],
): Promise<string[]> {
  const lines: string[] = [];
  await mkdir(join(session, "reports"), { recursive: true });
  for (const { outcome } of runs) {
    const file = join(session, "reports", `${outcome.workflow}.html`);
    await writeFile(file, await reportOf(stack, stackName, outcome));
    lines.push(`${"Report".padEnd(8)} ${file}`);
  }
  return lines;
}
