import type { Stack } from "../../runs/stack/stack.ts";
import { bundlePage } from "../page-bundle.ts";
import type { RunName } from "../server/page-source.ts";
import { StackSource } from "../stack/stack-source.ts";
import { reportData } from "./report-data.ts";
import { reportDocument } from "./report-document.ts";

/**
 * The page of a run as one HTML file.
 * @param stackName Shown on it.
 * @throws errors with a code, about AWS or the run
 * @example await reportOf(stack, "prod", { workflow: "catalog-import", runId });
 */
export async function reportOf(stack: Stack, stackName: string, run: RunName): Promise<string> {
  const [data, bundle] = await Promise.all([
    reportData(new StackSource(stack, stackName, { isPatient: true }), run),
    bundlePage(),
  ]);
  return reportDocument(data, bundle);
}
