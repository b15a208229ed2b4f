import type { ErrorCode } from "../error-codes.ts";
import { StatesError } from "../errors.ts";
import type { Step } from "../machine/step.ts";

/** A problem of one state. */
export const problemOf = (
  code: ErrorCode,
  step: Pick<Step, "name" | "place">,
  what: string,
  mend?: string,
): StatesError => new StatesError(code, { what, state: step.name, place: step.place, mend });
