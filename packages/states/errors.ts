import { type ErrorCode, registry } from "./error-codes.ts";
import type { Place } from "./place.ts";

/** What is wrong, and where. */
export interface Problem {
  /** What was wrong, in one sentence without the place. */
  readonly what: string;
  /** The state's name, when one is at fault. */
  readonly state?: string | undefined;
  /** The line of the workflow that made it. */
  readonly place?: Place | undefined;
  /** What to do, when that is more particular than the code's own advice. */
  readonly mend?: string | undefined;
}

/**
 * Thrown when a machine cannot be built. `code` is stable; docs/states-errors.md lists all codes. The message is one paragraph:
 * place, state, code, what was wrong, how to mend it.
 */
export class StatesError extends Error {
  readonly code: ErrorCode;
  readonly state: string | undefined;
  readonly place: Place | undefined;
  /** What to do about it. */
  readonly mend: string;

  constructor(code: ErrorCode, problem: Problem) {
    const mend = problem.mend ?? registry[code].mend;
    const where = [
      problem.place && `${problem.place.file}:${problem.place.line}:${problem.place.column}`,
      problem.state !== undefined && `state ${JSON.stringify(problem.state)}`,
    ].filter(Boolean);
    super(`${[...where, code].join(": ")}: ${problem.what}. ${mend}`);
    this.name = registry[code].name;
    this.code = code;
    this.state = problem.state;
    this.place = problem.place;
    this.mend = mend;
  }
}

/** Thrown by `build` when a machine has problems: all of them at once. */
export class InvalidMachineError extends Error {
  readonly problems: readonly StatesError[];

  constructor(problems: readonly StatesError[]) {
    super(problems.map(({ message }) => message).join("\n"));
    this.name = "InvalidMachineError";
    this.problems = problems;
  }
}
