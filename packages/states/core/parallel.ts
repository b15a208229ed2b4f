import type { Block } from "../authoring/block.ts";
import { expr } from "../expression/expr.ts";
import { literal, stateResult } from "../expression/node.ts";
import type { Expr } from "../expression/types.ts";
import { callerPlace } from "../place.ts";
import { type Given, type Returned, resultNode } from "./result.ts";
import type { Retrier } from "./retry.ts";

/** What a Parallel state gives: a tuple of what its branches return. */
export type ParallelResults<B extends readonly ((branch: Block) => Returned)[]> = {
  -readonly [I in keyof B]: Given<ReturnType<B[I]>>;
};

export interface ParallelOptions {
  /** When to run all branches again. @default never */
  readonly retry?: readonly Retrier[];
  /** Shown in the console. */
  readonly comment?: string;
}

/** Adds a Parallel state. */
export function parallel<const B extends readonly ((branch: Block) => Returned)[]>(
  block: Block,
  name: string,
  branches: B,
  options: ParallelOptions = {},
): Expr<ParallelResults<B>> {
  const place = callerPlace();
  block.refuseUnlessOpen(name);
  const sequences = branches.map((branch) => {
    const { sequence, returned } = block.nested(branch);
    sequence.result = resultNode(returned) ?? literal(null);
    return sequence;
  });
  const variable = { hint: name };
  block.add({
    kind: "parallel",
    name,
    place,
    branches: sequences,
    comment: options.comment,
    retry: options.retry ?? [],
    assign: [{ variable, value: stateResult }],
  });
  return expr({ kind: "variable", variable });
}
