import { toNode } from "./literal.ts";
import { call, descend, type Node, type Parameter } from "./node.ts";
import type { Operation } from "./operators.ts";

// JSONata's own $map and $filter give nothing for no elements, a bare element for one, and flatten arrays of arrays. Folding with
// $append gives an array always.

/** `self.map(transform)` */
export const mapArray: Operation = (self, [transform], asExpr) =>
  fold(self, "mapped", (result, element, index) => {
    const body = toNode(callback(transform)(asExpr(element), asExpr(index)));
    return call("append", result, { kind: "array", items: [body] });
  });

/** `self.filter(keep)` */
export const filterArray: Operation = (self, [keep], asExpr) =>
  fold(self, "kept", (result, element, index) => {
    const test = toNode(callback(keep)(asExpr(element), asExpr(index)));
    const appended = call("append", result, { kind: "array", items: [element] });
    return { kind: "conditional", test, yes: appended, no: result };
  });

/** `$reduce` whose function takes the result so far, the element and, where `body` reads it, the index. */
function fold(
  array: Node,
  resultName: string,
  makeBody: (result: Node, element: Node, index: Node) => Node,
): Node {
  const parameters: [Parameter, Parameter, Parameter] = [
    { hint: resultName },
    { hint: "item" },
    { hint: "index" },
  ];
  const [result, element, index] = parameters;
  const node = (parameter: Parameter): Node => ({ kind: "parameter", parameter });
  const body = makeBody(node(result), node(element), node(index));
  const usesIndex = [...descend(body)].some(
    (within) => within.kind === "parameter" && within.parameter === index,
  );
  const start: Node = { kind: "array", items: [] };
  return call(
    "reduce",
    array,
    { kind: "function", parameters: usesIndex ? parameters : [result, element], body },
    start,
  );
}

function callback(value: unknown): (element: unknown, index: unknown) => unknown {
  if (typeof value !== "function") throw new TypeError("map and filter take a function");
  return (element, index) => value(element, index);
}
