import { statesErrors } from "../core/retry.ts";
import { everyStep, type Sequence, type Step } from "../core/step.ts";
import type { StatesError } from "../errors.ts";
import { problemOf } from "./problem.ts";

const known: ReadonlySet<string> = new Set(statesErrors);

/** Unknown names of Step Functions' own errors, and failures whose handler is not known before the run. */
export function* errorNameProblems(root: Sequence): Generator<StatesError> {
  for (const step of everyStep(root)) {
    for (const name of errorNames(step)) {
      if (name.startsWith("States.") && !known.has(name)) {
        yield problemOf("BL-S023", step, `Step Functions has no error ${name}`);
      }
    }
    if (step.kind !== "attempt" || step.errors.includes("States.ALL")) continue;
    for (const inner of everyStep(step.body)) {
      if (inner.kind !== "fail" || inner.error.kind === "literal") continue;
      yield problemOf("BL-S024", inner, `whether ${JSON.stringify(step.name)} catches it is not known`);
    }
  }
}

function errorNames(step: Step): readonly string[] {
  if (step.kind === "attempt") return step.errors;
  return "retry" in step ? step.retry.flatMap(({ errors }) => errors) : [];
}
