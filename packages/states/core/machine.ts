import { Block } from "../authoring/block.ts";
import { expr } from "../expression/expr.ts";
import type { Expr } from "../expression/types.ts";
import { executionInput } from "./context.ts";
import type { Recorder } from "./recorder.ts";
import type { Sequence } from "./step.ts";

/** The outermost block of a machine whose executions are started with an `I`. */
export class Machine<I> extends Block {
  readonly #input: Expr<I>;

  constructor(recorder: Recorder, sequence: Sequence) {
    super(recorder, sequence);
    this.#input = expr(executionInput);
  }

  /** What the execution was started with; an execution started without input has `{}`. */
  get input(): Expr<I> {
    return this.#input;
  }
}

export interface MachineOptions {
  /** Shown in the console. */
  readonly comment?: string;
  /** Fail an execution with States.Timeout after so many seconds, 1–99,999,999. @default a year, which is the most there is */
  readonly timeoutSeconds?: number;
}

/** A machine that can be built. */
export interface MachineDeclaration<I> extends MachineOptions {
  readonly describe: (m: Machine<I>) => void;
}

/** Declares a machine; `build` of packages/states/build.ts makes its definition. `I` is what an execution is started with. */
export function machine<I>(
  describe: (m: Machine<I>) => void,
  options: MachineOptions = {},
): MachineDeclaration<I> {
  return { ...options, describe };
}
