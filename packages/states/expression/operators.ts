import { filterArray, mapArray } from "./arrays.ts";
import { toNode } from "./literal.ts";
import { binary, call, literal, type Node, type Operator } from "./node.ts";

/** Compiles an operation on `self`; `asExpr` makes expressions for the callbacks that some operations take. */
export type Operation = (self: Node, args: readonly unknown[], asExpr: (node: Node) => unknown) => Node;

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

/** Present and not null: comparing with nothing gives false in JSONata, whichever way. */
const isPresent = (self: Node): Node => binary("!=", self, literal(null));

/** What each operation of an expression compiles to, over all types; the types say which value has which. */
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
  // $distinct gives a bare value for an array of one.
  distinct: (self) => ({ kind: "raw", parts: ["[$distinct(", ")]"], between: [self] }),
  sum: builtIn("sum"),
  max: builtIn("max"),
  min: builtIn("min"),
  join: builtIn("join"),
} satisfies Record<string, Operation>;

/** Whether expressions have an operation of this name. */
export const isOperation = (name: string): name is keyof typeof operations => Object.hasOwn(operations, name);
