import { everyStep, type Sequence } from "../core/step.ts";
import { InvalidMachineError } from "../errors.ts";
import type { Asl } from "../lowering/asl.ts";
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
  const language = outOfScope.length === 0 ? languageProblems(asl, steps) : [];
  problems.push(...(problems.length === 0 ? language : language.filter(isAboutExpression)));
  if (problems.length > 0) throw new InvalidMachineError(problems);
}
