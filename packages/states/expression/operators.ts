import { toNode } from "./literal.ts";
import { binary, call, descend, literal, type Node, type Operator, type Parameter } from "./node.ts";

/** Compiles an operation on `self`. `asExpr` makes expressions for the callbacks of some operations. */
type Operation = (self: Node, args: readonly unknown[], asExpr: (node: Node) => unknown) => Node;

const operator =
  (operator: Operator): Operation =>
  (self, [other]) =>
    binary(operator, self, toNode(other));

const fold =
  (operator: "and" | "or"): Operation =>
  (self, others) =>
    others.reduce<Node>((all, other) => binary(operator, all, toNode(other)), self);

const builtIn =
  (name: string): Operation =>
  (self, args) =>
    call(name, self, ...args.filter((arg) => arg !== undefined).map((arg) => toNode(arg)));

/** Present and not null. In JSONata a comparison with an absent value is false. */
const isPresent = (self: Node): Node => binary("!=", self, literal(null));

// JSONata's $map and $filter return nothing for an empty array and a bare element for one, and flatten arrays of arrays.
// $reduce with $append always returns an array.

const mapArray: Operation = (self, [transform], asExpr) =>
  reduceArray(self, "mapped", (result, element, index) => {
    const body = toNode(callback(transform)(asExpr(element), asExpr(index)));
    return call("append", result, { kind: "array", items: [body] });
  });

const filterArray: Operation = (self, [keep], asExpr) =>
  reduceArray(self, "kept", (result, element, index) => {
    const test = toNode(callback(keep)(asExpr(element), asExpr(index)));
    const appended = call("append", result, { kind: "array", items: [element] });
    return { kind: "conditional", test, yes: appended, no: result };
  });

/** `$reduce` with a function of the result so far, the element and, when `body` reads it, the index. */
function reduceArray(
  array: Node,
  resultName: string,
  makeBody: (result: Node, element: Node, index: Node) => Node,
): Node {
  const [result, element, index] = [{ hint: resultName }, { hint: "item" }, { hint: "index" }] as const;
  const node = (parameter: Parameter): Node => ({ kind: "parameter", parameter });
  const body = makeBody(node(result), node(element), node(index));
  const usesIndex = [...descend(body)].some((part) => part.kind === "parameter" && part.parameter === index);
  const parameters = usesIndex ? [result, element, index] : [result, element];
  return call("reduce", array, { kind: "function", parameters, body }, { kind: "array", items: [] });
}

function callback(value: unknown): (element: unknown, index: unknown) => unknown {
  if (typeof value !== "function") throw new TypeError("map and filter take a function");
  return (element, index) => value(element, index);
}

/** Operation → its compilation, for all types. `types.ts` says which type has which operation. */
export const operations = {
  isPresent,
  orElse: (self, [fallback]) => ({
    kind: "conditional",
    test: isPresent(self),
    yes: self,
    no: toNode(fallback),
  }),
  orNull: (self) => ({ kind: "conditional", test: call("exists", self), yes: self, no: literal(null) }),
  orOmit: (self) => ({ kind: "omittable", value: self }),
  and: fold("and"),
  or: fold("or"),
  not: builtIn("not"),
  eq: operator("="),
  ne: operator("!="),
  lt: operator("<"),
  lte: operator("<="),
  gt: operator(">"),
  gte: operator(">="),
  plus: operator("+"),
  minus: operator("-"),
  times: operator("*"),
  dividedBy: operator("/"),
  modulo: operator("%"),
  floor: builtIn("floor"),
  ceil: builtIn("ceil"),
  abs: builtIn("abs"),
  round: builtIn("round"),
  contains: builtIn("contains"),
  startsWith: (self, [part]) => {
    const start = toNode(part);
    return binary("=", call("substring", self, literal(0), call("length", start)), start);
  },
  endsWith: (self, [part]) => {
    const end = toNode(part);
    const from = binary("-", call("length", self), call("length", end));
    return binary("=", call("substring", self, from), end);
  },
  replace: builtIn("replace"),
  length: builtIn("length"),
  substring: builtIn("substring"),
  uppercase: builtIn("uppercase"),
  lowercase: builtIn("lowercase"),
  trim: builtIn("trim"),
  toNumber: builtIn("number"),
  split: builtIn("split"),
  count: builtIn("count"),
  at: (self, [index]) => ({ kind: "index", of: self, index: toNode(index) }),
  includes: (self, [value]) => binary("in", toNode(value), self),
  map: mapArray,
  filter: filterArray,
  concat: builtIn("append"),
  // $distinct returns a bare value for an array of one.
  distinct: (self) => ({ kind: "raw", parts: ["[$distinct(", ")]"], between: [self] }),
  sum: builtIn("sum"),
  max: builtIn("max"),
  min: builtIn("min"),
  join: builtIn("join"),
} satisfies Record<string, Operation>;

export const isOperation = (name: string): name is keyof typeof operations => Object.hasOwn(operations, name);
