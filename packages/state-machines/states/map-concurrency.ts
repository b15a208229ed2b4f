import type { MapState } from "@batchline/asl";
import { isInteger, type Visit } from "../visit-state.ts";

/** How many iterations may run at once, at most what the service allows; that too for 0. */
export async function concurrencyOf(visit: Visit<MapState>, most: number): Promise<number> {
  const wanted = await visit.evaluateTo(
    visit.state.MaxConcurrency ?? 0,
    "MaxConcurrency",
    "integer",
    isInteger,
  );
  if (wanted < 0) {
    throw visit.failure(
      "States.QueryEvaluationError",
      `The field 'MaxConcurrency' must be at least 0, but was ${wanted}.`,
    );
  }
  return wanted === 0 ? most : Math.min(wanted, most);
}
