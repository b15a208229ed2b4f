import type { Json, MapState } from "@batchline/asl";
import { isInteger, type Visit } from "../visit-state.ts";

/**
 * How many items of a Map Run may fail before it does. Of count and percentage the state may give both: then either ends the
 * run. With neither, the first failure does.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html#maprun-fail-threshold
 */
export class Tolerance {
  readonly count: number | undefined;
  readonly percentage: number | undefined;

  constructor(count?: number, percentage?: number) {
    this.count = count;
    this.percentage = percentage;
  }

  exceededBy(failed: number, total: number): boolean {
    const { count, percentage } = this;
    if (count === undefined && percentage === undefined) return failed > 0;
    return (
      (count !== undefined && failed > count) ||
      (percentage !== undefined && failed * 100 > percentage * total)
    );
  }
}

/** What the state says, its expressions evaluated. Throws States.QueryEvaluationError for what is no count or percentage. */
export async function toleranceOf(visit: Visit<MapState>): Promise<Tolerance> {
  const { ToleratedFailureCount, ToleratedFailurePercentage } = visit.state;
  const count =
    ToleratedFailureCount === undefined
      ? undefined
      : await visit.evaluateTo(ToleratedFailureCount, "ToleratedFailureCount", "integer", isCount);
  const percentage =
    ToleratedFailurePercentage === undefined
      ? undefined
      : await visit.evaluateTo(
          ToleratedFailurePercentage,
          "ToleratedFailurePercentage",
          "number from 0 to 100",
          isPercentage,
        );
  return new Tolerance(count, percentage);
}

function isCount(value: Json): value is number {
  return isInteger(value) && value >= 0;
}

function isPercentage(value: Json): value is number {
  return typeof value === "number" && value >= 0 && value <= 100;
}
