import type { Chunk } from "../../contract/chunk.ts";
import { platformKeys } from "../../contract/object-keys.ts";
import type { PlanRequest } from "../../contract/plan.ts";
import { describePlan, type Plan } from "./plan-run.ts";

/**
 * Plans the unfinished chunks of an earlier run. Chunks keep their ids and parameters, so that finished stages stay
 * valid. Their places in the manifest change.
 */
export function planResumption(
  request: PlanRequest,
  runId: string,
  earlier: readonly Chunk[],
  /** Ids of chunks whose last stages all succeeded. */
  finished: ReadonlySet<number>,
  now: number,
): Plan {
  const named = request.input.tenants === undefined ? undefined : new Set(request.input.tenants);
  const chunks = earlier.filter(
    ({ index, tenant }) => !finished.has(index) && (named === undefined || named.has(tenant)),
  );
  const manifest = platformKeys.attempt(request.workflow, runId, request.execution);
  const plan = describePlan(request, runId, manifest, chunks, [], [], now);
  if (chunks.length > 0) return plan;
  const reason = `nothing to do: all ${earlier.length} chunks of ${runId} are finished`;
  return { ...plan, file: { ...plan.file, reason } };
}
