import { suggestion } from "@batchline/diagnostics";
import { UnknownRunError } from "../errors.ts";
import type { Stack } from "../stack/stack.ts";
import { type ListedRun, listRuns } from "./list-runs.ts";
import { type OpenRun, openRun } from "./open-run.ts";

/** The most runs that a message lists. */
const mostListed = 5;

/**
 * Opens the run that a person names: by its id, a beginning of it that no other run has, or `latest`.
 * @param workflow Of this workflow's runs only. @default all
 * @throws {UnknownRunError} BL-O002 if there is none, BL-O003 if there are several
 * @example await findRun(stack, "20261128T0300");
 */
export async function findRun(stack: Stack, ref = "latest", workflow?: string): Promise<OpenRun> {
  const of = workflow === undefined ? {} : { workflow };
  const latest = ref === "latest";
  // Every run begins with nothing: an unset variable of a script must not stop one.
  const asked = latest ? { ...of, limit: 1 } : { ...of, begins: ref };
  const runs = ref === "" ? [] : await listRuns(stack, asked);
  const named = latest || runs.length === 1 ? runs : runs.filter(({ runId }) => runId === ref);
  const [run] = named;
  if (run !== undefined && named.length === 1) return openRun(stack, run.workflow, run.runId);
  if (runs.length > 0) throw ambiguous(ref, named.length > 0 ? named : runs);
  const ids = (await listRuns(stack, of)).map(({ runId }) => runId);
  const hint = ids.length === 0 ? ": there are no runs" : suggestion(ref, ids.slice(0, 20));
  throw new UnknownRunError("BL-O002", `${stack.option} has no run "${ref}"${hint}`);
}

/**
 * As `findRun`, but `latest` is the latest run under way, if there is one: a later one may have been refused because of it.
 * @example await findRunToStop(stack, "latest", "nightly-report");
 */
export async function findRunToStop(stack: Stack, ref: string, workflow?: string): Promise<OpenRun> {
  if (ref !== "latest") return findRun(stack, ref, workflow);
  const of = workflow === undefined ? {} : { workflow };
  const [run] = await listRuns(stack, { ...of, status: "RUNNING", limit: 1 });
  return run === undefined ? findRun(stack, ref, workflow) : openRun(stack, run.workflow, run.runId);
}

function ambiguous(ref: string, runs: readonly ListedRun[]): UnknownRunError {
  const some = runs.slice(0, mostListed).map(({ workflow, runId }) => `${runId} (${workflow})`);
  const more = runs.length > mostListed ? ", …" : "";
  return new UnknownRunError("BL-O003", `${runs.length} runs begin with "${ref}": ${some.join(", ")}${more}`);
}
