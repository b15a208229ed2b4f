import { variableExpr } from "../expression/expr.ts";
import { toNode } from "../expression/literal.ts";
import type { Expr, Value } from "../expression/types.ts";
import { callerPlace } from "../source-place.ts";
import type { Recorder } from "./recorder.ts";
import type { Given, Returned } from "./result.ts";
import type { ChoiceStep } from "./step.ts";

/** A choice without branches. Its first `when` adds the state. `B` is the block that its branches describe. */
export interface ChoiceStart<B> {
  /** Adds the branch that runs when `condition` is true. */
  when<V extends Returned>(condition: Value<boolean>, then: (block: B) => V): ChoiceBranches<B, Given<V>>;
}

/** A choice whose branches return a `T`. Without `otherwise` the machine continues after it. */
interface ChoiceBranches<B, T> {
  /** Adds the branch that runs when `condition` is true and no condition before it is. */
  when<V extends Returned>(condition: Value<boolean>, then: (block: B) => V): ChoiceBranches<B, T | Given<V>>;
  /** Adds the branch that runs when no condition is true. Returns the value of the branch that ran, or null. */
  otherwise<V extends Returned>(otherwise: (block: B) => V): Expr<T | Given<V>>;
}

/** Adds a Choice state. `open` makes the blocks of its branches. */
export function choose<B>(recorder: Recorder, name: string, open: (inner: Recorder) => B): ChoiceStart<B> {
  const result = { hint: name };
  const step: ChoiceStep = { kind: "choice", name, place: callerPlace(), branches: [], result };
  const record = (branch: (block: B) => Returned) => recorder.nested(name, (inner) => branch(open(inner)));

  function when(condition: Value<boolean>, then: (block: B) => Returned) {
    if (step.branches.length === 0) recorder.add(step);
    step.branches.push({ condition: toNode(condition), block: record(then) });
    return branches;
  }

  const branches: ChoiceBranches<B, never> = {
    when,
    otherwise(otherwise) {
      step.otherwise = record(otherwise);
      return variableExpr(result);
    },
  };
  return { when };
}
