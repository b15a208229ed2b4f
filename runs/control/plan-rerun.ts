import { suggestion } from "@batchline/diagnostics";
import type { StageGraph } from "../../contract/plan.ts";
import { RunsFailure } from "../errors.ts";
import type { OpenRun } from "../records/open-run.ts";
import { type RestFilter, type RestOfRun, restOf } from "./rest-of-run.ts";

/**
 * What a rerun of the run would do: its unfinished chunks, through their remaining stages.
 * @throws {RunsFailure} BL-O021 if the run is under way or was never planned, or has no such tenant or stage
 * @example const rest = await planRerun(run, { tenants: ["acme"] });
 */
export async function planRerun(run: OpenRun, filter: RestFilter): Promise<RestOfRun> {
  const { runId, workflow, stack } = run;
  const status = (await run.execution())?.status;
  if (status === "RUNNING" || status === "PENDING_REDRIVE")
    throw refused(
      `${runId} is under way: follow it, or stop it first (npx batchline stop ${runId} ${stack.option})`,
    );
  if (run.run === undefined || run.run.chunks === 0)
    throw refused(`${runId} has no chunks: start a new run (npx batchline run ${workflow} ${stack.option})`);
  const tenants = await run.tenants();
  const names = tenants.map(({ tenant }) => tenant);
  checkNames("tenant", filter.tenants, names, runId);
  checkNames("stage", filter.stages, run.stages, runId);
  return restOf(await run.chunks(), tenants, stagesOf(run), filter);
}

/** The stages with what they need. Without the plan: each needs the one before it. */
function stagesOf({ plan, stages }: OpenRun): StageGraph {
  const chain = stages.map((stage, at) => [stage, { needs: stages.slice(Math.max(0, at - 1), at) }] as const);
  const known = plan?.stages;
  return known !== undefined && stages.every((stage) => stage in known) ? known : Object.fromEntries(chain);
}

function checkNames(
  kind: string,
  named: readonly string[] = [],
  known: readonly string[],
  runId: string,
): void {
  for (const name of named)
    if (!known.includes(name)) throw refused(`${runId} has no ${kind} "${name}"${suggestion(name, known)}`);
}

function refused(message: string): RunsFailure {
  return new RunsFailure("BL-O021", message);
}
