import type { Block } from "../authoring/block.ts";
import { expr } from "../expression/expr.ts";
import { toNode } from "../expression/literal.ts";
import { literal } from "../expression/node.ts";
import type { Expr, Value } from "../expression/types.ts";
import { callerPlace } from "../place.ts";
import { type Given, type Returned, resultNode } from "./result.ts";
import type { ChoiceStep, Sequence } from "./step.ts";

/** A choice that has no branch yet: nothing is recorded before it has one. */
export interface ChoiceStart {
  /** What to do when `condition` is true. */
  when<V extends Returned>(condition: Value<boolean>, then: (block: Block) => V): ChoiceBranches<Given<V>>;
}

/** A choice with branches that give a `T`. Without `otherwise` the machine goes on after it. */
export interface ChoiceBranches<T> {
  /** What to do when `condition` is true and none before it was. */
  when<V extends Returned>(
    condition: Value<boolean>,
    then: (block: Block) => V,
  ): ChoiceBranches<T | Given<V>>;
  /** What to do when no condition is true. Gives what the branch taken returned: null when it returned nothing. */
  otherwise<V extends Returned>(otherwise: (block: Block) => V): Expr<T | Given<V>>;
}

/** Records a Choice state. */
export function choose(block: Block, name: string): ChoiceStart {
  const result = { hint: name };
  const step: ChoiceStep = { kind: "choice", name, place: callerPlace(), branches: [], result };

  function describe(branch: (block: Block) => Returned): Sequence {
    block.refuseUnlessOpen(name);
    const { sequence, returned } = block.nested(branch);
    sequence.result = resultNode(returned) ?? literal(null);
    return sequence;
  }

  function when(condition: Value<boolean>, then: (block: Block) => Returned) {
    if (step.branches.length === 0) block.add(step);
    step.branches.push({ condition: toNode(condition), block: describe(then) });
    return branches;
  }

  const branches: ChoiceBranches<never> = {
    when,
    otherwise(otherwise) {
      step.otherwise = describe(otherwise);
      return expr({ kind: "variable", variable: result });
    },
  };
  return { when };
}
