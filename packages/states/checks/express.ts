import { everyStep, type Sequence } from "../core/step.ts";
import type { StatesError } from "../errors.ts";
import { problemOf } from "./problem.ts";

/** Tasks that wait inside of express executions, which cannot wait.
 * https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html */
export function* expressProblems(root: Sequence): Generator<StatesError> {
  for (const map of everyStep(root)) {
    if (map.kind !== "map" || map.distribution?.executionType !== "EXPRESS") continue;
    for (const step of everyStep(map.body)) {
      if (step.kind === "task" && /\.(sync(:2)?|waitForTaskToken)$/.test(step.resource)) {
        yield problemOf(
          "BL-S022",
          step,
          `it waits, in the express executions of ${JSON.stringify(map.name)}`,
        );
      }
    }
  }
}
