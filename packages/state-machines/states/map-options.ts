import type { Json, MapState } from "@batchline/asl";
import { Tolerance } from "../distributed-map/tolerance.ts";
import { isInteger, type Visit } from "../execution/visit-state.ts";

/** How many iterations may run at once. 0 means the service's limit. */
export async function concurrencyOf(visit: Visit<MapState>, most: number): Promise<number> {
  const { MaxConcurrency = 0 } = visit.state;
  const wanted = await visit.evaluateTo(MaxConcurrency, "MaxConcurrency", "integer", isInteger);
  if (wanted < 0) {
    throw visit.failure(
      "States.QueryEvaluationError",
      `The field 'MaxConcurrency' must be at least 0, but was ${wanted}.`,
    );
  }
  return wanted === 0 ? most : Math.min(wanted, most);
}

/** The tolerance of a distributed Map. Throws States.QueryEvaluationError for a value that is not a count or percentage. */
export async function toleranceOf(visit: Visit<MapState>): Promise<Tolerance> {
  const { ToleratedFailureCount: count, ToleratedFailurePercentage: percentage } = visit.state;
  return new Tolerance(
    await visit.evaluateIfSet(count, "ToleratedFailureCount", "integer", isCount),
    await visit.evaluateIfSet(percentage, "ToleratedFailurePercentage", "number from 0 to 100", isPercentage),
  );
}

function isCount(value: Json): value is number {
  return isInteger(value) && value >= 0;
}

function isPercentage(value: Json): value is number {
  return typeof value === "number" && value >= 0 && value <= 100;
}
