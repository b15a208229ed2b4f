import { everyStep, isAssigning, type Sequence } from "../core/step.ts";
import { InvalidMachineError } from "../errors.ts";
import type { Asl } from "../lowering/asl.ts";
import { lower } from "../lowering/lower.ts";
import type { Naming } from "../lowering/state-fields.ts";
import { argumentProblems } from "./arguments.ts";
import { errorNameProblems } from "./error-names.ts";
import { expressProblems } from "./express.ts";
import { isAboutExpression, languageProblems } from "./language.ts";
import { limitProblems } from "./limits.ts";
import { scopeProblems } from "./scope.ts";
import { shapeProblems } from "./shape.ts";

/** @throws {InvalidMachineError} with every problem of the machine. */
export function check(root: Sequence, asl: Asl, naming: Naming): void {
  const steps = new Map([...everyStep(root)].map((step) => [step.name, step]));
  const outOfScope = scopeProblems(root, naming.live);
  const problems = [
    ...shapeProblems(root),
    ...outOfScope,
    ...argumentProblems(root),
    ...limitProblems(root),
    ...errorNameProblems(root),
    ...expressProblems(root),
  ];
  // A variable that is out of scope is also unknown. Other problems of the language mostly follow from those above.
  const others = problems.length;
  if (outOfScope.length === 0) {
    const whole = { ...asl, ...lower(root, withUnusedValues(root, naming)) };
    problems.push(...languageProblems(whole, steps).filter(isAboutExpression));
  }
  if (others === 0) problems.push(...languageProblems(asl, steps).filter((one) => !isAboutExpression(one)));
  if (problems.length > 0) throw new InvalidMachineError(problems);
}

/** The definition leaves out values that no state reads. Their expressions are checked too. */
function withUnusedValues(root: Sequence, { name }: Naming): Naming {
  const variables = [...everyStep(root)].flatMap((step) => {
    if (step.kind === "attempt") return [step.error];
    return isAssigning(step) ? step.assign.map(({ variable }) => variable) : [];
  });
  const live = new Set(variables);
  // No state assigns an item or result that only unused values read. An expression that always exists replaces it.
  return { live, name: (variable) => (live.has(variable) ? name(variable) : "states.input") };
}
