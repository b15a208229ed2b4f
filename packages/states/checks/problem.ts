import type { Step } from "../core/step.ts";
import type { ErrorCode } from "../error-codes.ts";
import { StatesError } from "../errors.ts";

/** A problem of one state. */
export const problemOf = (
  code: ErrorCode,
  step: Pick<Step, "name" | "place">,
  what: string,
  fix?: string,
): StatesError => new StatesError(code, { what, state: step.name, place: step.place, fix });
