import { StatesError } from "../errors.ts";
import { callerPlace } from "../source-place.ts";
import { type Node, standFor, type Variable } from "./node.ts";
import { isOperation, operations } from "./operators.ts";
import type { Expr } from "./types.ts";

/** The expression for `node`. Reading a property returns the field of that name; calling one performs the operation of
 * that name. So a field may have the name of an operation: `x.count` is a field and `x.count()` counts. */
export function expr<T>(node: Node): Expr<T> {
  // A proxy must report some own properties of its target. An arrow function has none of them.
  const proxy = new Proxy(() => undefined, {
    get(_target, key) {
      if (typeof key === "symbol") return symbolProperty(key);
      // Otherwise `await` would take the expression for a promise and never end.
      if (key === "then") return undefined;
      return expr({ kind: "field", of: node, name: key });
    },
    apply(_target, _self, args: unknown[]) {
      if (node.kind !== "field" || !isOperation(node.name)) {
        throw new StatesError("BL-S015", {
          what:
            node.kind === "field"
              ? `an expression has no operation "${node.name}"`
              : "an expression is not a function",
          place: callerPlace(),
        });
      }
      return expr(operations[node.name](node.of, args, expr));
    },
    set(_target, key) {
      throw usedAsValue(`its property ${String(key)} cannot be set`);
    },
    has(_target, key) {
      throw usedAsValue(`whether it has ${String(key)} is not known before the machine runs`);
    },
    ownKeys() {
      throw usedAsValue("its keys are not known before the machine runs, so it cannot be spread");
    },
  });
  standFor(proxy, node);
  // The proxy has every property of `Expr<T>`. The compiler cannot see that.
  return proxy as unknown as Expr<T>;
}

export const variableExpr = <T>(variable: Variable): Expr<T> => expr({ kind: "variable", variable });

function symbolProperty(key: symbol): unknown {
  if (key === Symbol.toPrimitive) {
    throw usedAsValue("it has no string or number before the machine runs");
  }
  if (key === Symbol.iterator) throw usedAsValue("it cannot be iterated before the machine runs");
  return undefined;
}

const usedAsValue = (what: string) =>
  new StatesError("BL-S014", { what: `an expression was used as a value: ${what}`, place: callerPlace() });
