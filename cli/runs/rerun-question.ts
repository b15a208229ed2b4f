import { createInterface } from "node:readline/promises";
import { plural } from "@batchline/diagnostics";
import type { RestOfRun } from "../../runs/control/rest-of-run.ts";
import type { OpenRun } from "../../runs/records/open-run.ts";
import { alignedLines } from "../aligned-lines.ts";
import { UsageError } from "../errors.ts";

/** What a rerun will do, as lines for people. */
export function restLines(
  { workflow, runId }: Pick<OpenRun, "workflow" | "runId">,
  { chunks, unfinished, tenants }: RestOfRun,
): string[] {
  const chosen = tenants.reduce((sum, tenant) => sum + tenant.chunks, 0);
  const head = `${runId} of ${workflow}: ${unfinished} of ${plural(chunks, "chunk")} unfinished`;
  if (chosen === 0) return [`${head}: nothing to do`];
  const rows = tenants.map((tenant) => [
    `  ${tenant.tenant}`,
    plural(tenant.chunks, "chunk"),
    tenant.stages.join(", "),
  ]);
  return [
    `${head}; ${chosen === unfinished ? "all of these" : chosen} will be done:`,
    ...alignedLines(rows, []),
    "Finished stages are not done again.",
  ];
}

/** Asks a question. Yes is the answer `y` or `yes`. @throws {UsageError} BL-U002 if nobody is there to answer */
export async function confirmed(question: string, signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new UsageError("BL-U002", "there is no terminal to ask on: add --yes to start it");
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // The terminal gives Ctrl-C to readline, not to the process.
  terminal.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `, { signal })).trim());
  } finally {
    terminal.close();
  }
}
