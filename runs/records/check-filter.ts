import { suggestion } from "@batchline/diagnostics";
import { UnknownRunError } from "../errors.ts";
import type { ChunkFilter, OpenRun } from "./open-run.ts";

/** Checks that the run has the tenant, the stage and the chunk, as far as its plan and its records say.
 * @throws {UnknownRunError} BL-O004 with the nearest name */
export function checkFilter(
  { runId, run, plan, stages }: Pick<OpenRun, "runId" | "run" | "plan" | "stages">,
  { tenant, stage, chunk }: ChunkFilter,
): void {
  if (stage !== undefined && stages.length > 0 && !stages.includes(stage))
    throw notThere(`run ${runId} has no stage "${stage}"${suggestion(stage, stages)}`);
  const tenants = plan?.running.map((running) => running.tenant);
  if (tenant !== undefined && tenants !== undefined && !tenants.includes(tenant)) {
    const skipped = plan?.skippedTenants.find((each) => each.tenant === tenant);
    const why = skipped === undefined ? suggestion(tenant, tenants) : `: it was skipped, ${skipped.reason}`;
    throw notThere(`run ${runId} has no chunk of tenant "${tenant}"${why}`);
  }
  if (chunk !== undefined && run !== undefined && chunk >= run.chunks)
    throw notThere(`run ${runId} has no chunk ${chunk}: it has ${run.chunks}, from 0`);
}

const notThere = (message: string) => new UnknownRunError("BL-O004", message);
