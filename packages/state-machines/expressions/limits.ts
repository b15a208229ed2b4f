import type jsonata from "jsonata";
import { ExpressionError, exceeded } from "./expression-error.ts";
import { isFunction, Sizes } from "./size.ts";

/** AWS evaluates 100 levels and refuses 101: terms of a sum, brackets, calls. https://github.com/floci-io/floci/issues/2737 */
const deepest = 100;

/** Members of objects and arrays are evaluated side by side, so levels of several are counted together. */
const deepestSideBySide = 10_000;

/** The longest array: `[1..873782]` is evaluated on AWS, and `[1..873783]` is not. https://github.com/floci-io/floci/issues/2737 */
export const longestArray = 873_782;

/** The largest value, as `Sizes` measures it. AWS takes texts of 2²² characters and refuses 2²³: the array's bound is between. */
export const largestValue = longestArray * 8;

/** Characters. Four times the 256 KiB that a state may pass on, so that nothing is lost that could be used. */
export const longestResult = 1_048_576;

/** Milliseconds. AWS's bound is not published. */
export const longestEvaluation = 5000;

interface Progress {
  depth: number;
  sideBySide: number;
  readonly start: number;
  readonly sizes: Sizes;
}

/** The part of JSONata's environment that is the same in a whole evaluation. */
interface Environment {
  readonly base: object;
}

/** Makes an expression fail, as on AWS, that goes too deep, makes too large a value or runs too long. */
export function limit(expression: jsonata.Expression): void {
  const evaluations = new WeakMap<object, Progress>();
  const progressOf = ({ base }: Environment): Progress => {
    const progress = evaluations.get(base) ?? {
      depth: 0,
      sideBySide: 0,
      start: Date.now(),
      sizes: new Sizes(),
    };
    evaluations.set(base, progress);
    return progress;
  };
  // The types know no symbols, by which JSONata's own hooks go.
  const hook = expression.assign as (name: string | symbol, action: unknown) => void;
  hook(
    Symbol.for("jsonata.__evaluate_entry"),
    (node: jsonata.ExprNode, _: unknown, environment: Environment) => {
      const progress = progressOf(environment);
      if (hasSeveralMembers(node)) progress.sideBySide++;
      const most = progress.sideBySide > 0 ? deepestSideBySide : deepest;
      if (++progress.depth > most) throw new ExpressionError(exceeded.depth);
      if (Date.now() - progress.start > longestEvaluation) throw new ExpressionError(exceeded.time);
    },
  );
  hook(
    Symbol.for("jsonata.__evaluate_exit"),
    (node: jsonata.ExprNode, _: unknown, environment: Environment, value: unknown) => {
      const progress = progressOf(environment);
      progress.depth--;
      if (hasSeveralMembers(node)) progress.sideBySide--;
      if (isFunction(value)) return;
      if (progress.sizes.of(value, largestValue) > largestValue) throw new ExpressionError(exceeded.memory);
    },
  );
}

function hasSeveralMembers({ type, lhs, expressions = [] }: jsonata.ExprNode): boolean {
  return type === "unary" && ((Array.isArray(lhs) && lhs.length > 1) || expressions.length > 1);
}
