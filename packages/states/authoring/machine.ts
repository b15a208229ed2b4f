import { executionInput } from "../core/context.ts";
import { expr } from "../expression/expr.ts";
import type { Expr } from "../expression/types.ts";
import { Block } from "./block.ts";

/** The outermost block of a machine. Its executions start with an `I`.
 * @example machine((m: Machine<{ sku: string }>) => { m.succeed("Done", m.input.sku); }); */
export class Machine<I> extends Block {
  /** The input that the execution started with. It is `{}` for an execution started without input. */
  get input(): Expr<I> {
    return expr(executionInput);
  }
}

export interface MachineOptions {
  /** Shown in the console. */
  readonly comment?: string;
  /** Seconds after which an execution fails with States.Timeout, 1–99,999,999. @default a year, the maximum */
  readonly timeoutSeconds?: number;
}

/** A declared machine, for `build`. */
export interface MachineDeclaration<I> extends MachineOptions {
  readonly describe: (m: Machine<I>) => void;
}

/** Declares a machine whose executions start with an `I`. `build` of `@batchline/states/build` calls `describe` and
 * returns the definition.
 * @example
 * const order = machine<{ sku: string }>((m) => {
 *   m.succeed("Priced", m.invoke("Price", price, { sku: m.input.sku }));
 * }); */
export function machine<I>(
  describe: (m: Machine<I>) => void,
  options: MachineOptions = {},
): MachineDeclaration<I> {
  return { ...options, describe };
}
