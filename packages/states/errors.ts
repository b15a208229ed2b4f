import { CodedError, must } from "@batchline/diagnostics";
import { type ErrorCode, errorCodes } from "./error-codes.ts";
import type { Place } from "./source-place.ts";

/** A problem of a machine, and its place. */
export interface Problem {
  /** The problem in one sentence, without the place. */
  readonly what: string;
  /** The name of the state that has the problem, if it is one state's. */
  readonly state?: string | undefined;
  /** The line of the workflow that made it. */
  readonly place?: Place | undefined;
  /** What to do. @default the advice of the code */
  readonly fix?: string | undefined;
}

/** Thrown when a machine cannot be built. `code` is stable; docs/states-errors.md lists all codes. `name` is the code's
 * name. The message has the place, the state, the code, the problem and the fix.
 * @example if (error instanceof StatesError) console.error(error.code, error.state, error.fix); */
export class StatesError extends CodedError<ErrorCode> {
  readonly state: string | undefined;
  readonly place: Place | undefined;
  /** What to do. */
  readonly fix: string;

  constructor(code: ErrorCode, { what, state, place, fix = errorCodes[code].fix }: Problem) {
    const where = [
      place && `${place.file}:${place.line}:${place.column}`,
      state !== undefined && `state ${JSON.stringify(state)}`,
    ].filter(Boolean);
    super(code, `${[...where, code].join(": ")}: ${what}. ${fix}`);
    this.name = errorCodes[code].name;
    this.state = state;
    this.place = place;
    this.fix = fix;
  }
}

/** Thrown by `build` with all problems of a machine. Its code is the first problem's code.
 * @example if (error instanceof InvalidMachineError) console.error(error.problems.map(({ fix }) => fix)); */
export class InvalidMachineError extends CodedError<ErrorCode> {
  readonly problems: readonly StatesError[];

  constructor(problems: readonly StatesError[]) {
    const { code } = must(problems[0], "an invalid machine has a problem");
    super(code, problems.map(({ message }) => message).join("\n"));
    this.problems = problems;
  }
}
