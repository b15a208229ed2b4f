import { limits } from "@batchline/asl";
import { everyStep, type Sequence, type Step, within } from "../core/step.ts";
import type { StatesError } from "../errors.ts";
import { problemOf } from "./problem.ts";

/** Problems of the names of states, and of blocks as a whole. */
export function* shapeProblems(root: Sequence): Generator<StatesError> {
  const seen = new Map<string, Step>();
  for (const step of everyStep(root)) {
    if (step.kind === "attempt") {
      if (!canFail(step.body)) yield problemOf("BL-S018", step, "nothing in it can fail");
      continue;
    }
    const length = [...step.name].length;
    if (length === 0 || length > limits.stateNameLength) {
      yield problemOf("BL-S002", step, `its name has ${length} characters`);
    }
    if (/\p{Cc}/u.test(step.name)) yield problemOf("BL-S002", step, "its name has control characters");
    if (step.name === "States") {
      yield problemOf("BL-S002", step, "tools take a state called States for the field of that name");
    }
    const other = seen.get(step.name);
    if (other !== undefined) {
      const where = other.place === undefined ? "" : ` at ${other.place.file}:${other.place.line}`;
      yield problemOf("BL-S001", step, `another state${where} has the same name`);
    }
    seen.set(step.name, step);
    if (step.kind === "map" || step.kind === "parallel") {
      const empty = step.kind === "parallel" && step.branches.length === 0;
      if (empty) yield problemOf("BL-S019", step, "it has no branches");
    }
  }
}

/** Whether a state of `body` can go on in the handler of an attempt around it. */
function canFail({ steps }: Sequence): boolean {
  return steps.some((step) => {
    if (step.kind === "attempt") {
      return canFail(step.handler) || (!step.errors.includes("States.ALL") && canFail(step.body));
    }
    if (step.kind === "choice") return within(step).some(canFail);
    return step.kind === "task" || step.kind === "map" || step.kind === "parallel" || step.kind === "fail";
  });
}
