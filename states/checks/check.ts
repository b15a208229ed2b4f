import { InvalidMachineError, type StatesError } from "../errors.ts";
import type { Asl } from "../lowering/asl.ts";
import type { Naming } from "../lowering/state-fields.ts";
import type { Sequence } from "../machine/step.ts";
import { languageProblems } from "./language.ts";

/** @throws {InvalidMachineError} with everything that is wrong with the machine. */
export function check(_root: Sequence, asl: Asl, _naming: Naming): void {
  const problems: StatesError[] = [...languageProblems(asl)];
  if (problems.length > 0) throw new InvalidMachineError(problems);
}
