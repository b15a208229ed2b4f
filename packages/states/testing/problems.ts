import { expect } from "chai";
import { InvalidMachineError, StatesError } from "../build.ts";

/** The problems that `act` throws, none when it does not throw. */
export function problemsOf(act: () => unknown): readonly StatesError[] {
  try {
    act();
  } catch (error) {
    if (error instanceof InvalidMachineError) return error.problems;
    if (error instanceof StatesError) return [error];
    throw error;
  }
  return [];
}

/** Each problem as its code and its state's name. */
export const codesOf = (act: () => unknown) =>
  problemsOf(act).map(({ code, state }) => (state === undefined ? code : `${code} ${state}`));

/** Expects that `act` throws one problem, of this code, at this state. Returns its message. */
export function onlyProblem(code: string, state: string | undefined, act: () => unknown): string {
  const [problem, ...others] = problemsOf(act);
  expect(others.map(({ message }) => message)).to.deep.equal([]);
  expect(problem).to.include({ code, state });
  return problem?.message ?? "";
}
