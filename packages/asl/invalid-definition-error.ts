import { CodedError } from "@batchline/diagnostics";
import { type DefinitionCode, errorCodes } from "./error-codes.ts";

/** One problem of a definition. */
export interface DefinitionProblem {
  readonly code: DefinitionCode;
  /** As AWS writes it: `/States/Each/ItemProcessor/States/Fetch/Catch[0]/Next`; `/` for the whole definition, null for no place. */
  readonly path: string | null;
  /** In AWS's words where they are known. */
  readonly message: string;
  /** The name of the state that has the problem. */
  readonly state?: string | undefined;
  /** The JSONata that has the problem, and the character at which its parser stopped. */
  readonly expression?: { readonly source: string; readonly position?: number | undefined };
}

/** `MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next` @example checkDefinition(definition).map(problemText) */
export function problemText({ code, message, path }: DefinitionProblem): string {
  return `${errorCodes[code].aws}: ${message} at ${path}`;
}

/**
 * AWS creates a machine with this problem and only warns.
 * @example checkDefinition(definition).filter((problem) => !isWarning(problem))
 */
export const isWarning = ({ code }: DefinitionProblem): boolean => code === "BL-L013";

/** Thrown for a definition that AWS refuses, with AWS's kind of message. `code` is the first problem's code.
 * @example if (error instanceof InvalidDefinitionError) return error.problems.map(({ path }) => path); */
export class InvalidDefinitionError extends CodedError<DefinitionCode> {
  readonly problems: readonly DefinitionProblem[];

  constructor(problems: readonly [DefinitionProblem, ...DefinitionProblem[]]) {
    super(problems[0].code, `Invalid State Machine Definition: '${problems.map(problemText).join(", ")}'`);
    this.problems = problems;
  }
}
