import { checkDefinition, type DefinitionCode, type DefinitionProblem, errorCodes } from "@batchline/asl";
import type { Step } from "../core/step.ts";
import type { ErrorCode } from "../error-codes.ts";
import { StatesError } from "../errors.ts";
import type { Asl } from "../lowering/asl.ts";

/** The builder's codes for problems with codes of their own; BL-S009 for all others. */
const codes: Partial<Record<DefinitionCode, ErrorCode>> = {
  "BL-L003": "BL-S010",
  "BL-L009": "BL-S007",
  "BL-L010": "BL-S008",
  "BL-L013": "BL-S008",
};

/** The problems that the checker of the Amazon States Language finds, its warnings included. */
export function languageProblems(
  asl: Asl,
  steps: ReadonlyMap<string, Pick<Step, "name" | "place">>,
): StatesError[] {
  return checkDefinition(asl).map((problem) => {
    const { code, state } = problem;
    return new StatesError(codes[code] ?? "BL-S009", {
      what: explain(problem),
      state,
      place: state === undefined ? undefined : steps.get(state)?.place,
      fix: errorCodes[code].fix,
    });
  });
}

/** Whether it is about an expression, which no other check of the builder sees. */
export const isAboutExpression = ({ code }: StatesError): boolean => code === "BL-S007" || code === "BL-S008";

function explain({ message, path, expression }: DefinitionProblem): string {
  const what = message.replace(/\.$/, "");
  if (expression === undefined) return path === null ? what : `${what} at ${path}`;
  const { source, position } = expression;
  return `${what} at ${position === undefined ? "" : `character ${position} of `}${source}`;
}
