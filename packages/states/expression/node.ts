/**
 * The abstract syntax of an expression. Nodes are plain data: the proxies that a workflow's author handles stand for
 * them, and `jsonata.ts` prints them.
 */
export type Node =
  /** A JSON scalar. */
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  /** A value known only at deployment, for example an ARN. */
  | { readonly kind: "token"; readonly name: string }
  /** A workflow variable, assigned by an earlier state. */
  | { readonly kind: "variable"; readonly variable: Variable }
  /** What Step Functions itself provides, for example `$states.result`. */
  | { readonly kind: "reserved"; readonly path: readonly string[] }
  /** The parameter of an enclosing `function` node. */
  | { readonly kind: "parameter"; readonly parameter: Parameter }
  | { readonly kind: "field"; readonly of: Node; readonly name: string }
  | { readonly kind: "index"; readonly of: Node; readonly index: Node }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Node[] }
  | { readonly kind: "binary"; readonly operator: Operator; readonly left: Node; readonly right: Node }
  | { readonly kind: "conditional"; readonly test: Node; readonly yes: Node; readonly no: Node }
  | { readonly kind: "object"; readonly entries: readonly (readonly [key: string, value: Node])[] }
  /** `noArrays`: no item evaluates to an array, whatever it looks like. */
  | { readonly kind: "array"; readonly items: readonly Node[]; readonly noArrays?: true }
  | { readonly kind: "function"; readonly parameters: readonly Parameter[]; readonly body: Node }
  /** A value that may be absent and whose key is then left out of the object literal around it. */
  | { readonly kind: "omittable"; readonly value: Node }
  /** JSONata written by hand: `parts` alternate with the expressions between them. */
  | { readonly kind: "raw"; readonly parts: readonly string[]; readonly between: readonly Node[] };

/** A workflow variable. It has identity only: its name is chosen when the machine is built. */
export interface Variable {
  /** The state that assigns it, whose name it gets. */
  readonly hint: string;
}

/** The parameter of a function. It has identity only: its name is settled when the expression is printed. */
export interface Parameter {
  readonly hint: string;
}

export type Operator =
  | "and"
  | "or"
  | "="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "in"
  | "&"
  | "+"
  | "-"
  | "*"
  | "/"
  | "%";

/** The nodes directly within `node`. */
export function children(node: Node): readonly Node[] {
  switch (node.kind) {
    case "literal":
    case "token":
    case "variable":
    case "reserved":
    case "parameter":
      return [];
    case "field":
      return [node.of];
    case "index":
      return [node.of, node.index];
    case "call":
      return node.args;
    case "binary":
      return [node.left, node.right];
    case "conditional":
      return [node.test, node.yes, node.no];
    case "object":
      return node.entries.map(([, value]) => value);
    case "array":
      return node.items;
    case "function":
      return [node.body];
    case "omittable":
      return [node.value];
    case "raw":
      return node.between;
  }
}

/** `node` and everything within it, depth first. */
export function* descend(node: Node): Generator<Node> {
  yield node;
  for (const child of children(node)) yield* descend(child);
}

/** A copy of `node` in which `replace` has had its say on every node, outermost first; undefined keeps a node. */
export function rewrite(node: Node, replace: (node: Node) => Node | undefined): Node {
  const replaced = replace(node);
  if (replaced !== undefined) return replaced;
  const again = (child: Node) => rewrite(child, replace);
  switch (node.kind) {
    case "field":
      return { ...node, of: again(node.of) };
    case "index":
      return { ...node, of: again(node.of), index: again(node.index) };
    case "call":
      return { ...node, args: node.args.map(again) };
    case "binary":
      return { ...node, left: again(node.left), right: again(node.right) };
    case "conditional":
      return { ...node, test: again(node.test), yes: again(node.yes), no: again(node.no) };
    case "object":
      return { ...node, entries: node.entries.map(([key, value]) => [key, again(value)] as const) };
    case "array":
      return { ...node, items: node.items.map(again) };
    case "function":
      return { ...node, body: again(node.body) };
    case "omittable":
      return { ...node, value: again(node.value) };
    case "raw":
      return { ...node, between: node.between.map(again) };
    default:
      return node;
  }
}

/** What a Task, Map or Parallel state produced, in its `Assign` and `Output`. */
export const stateResult: Node = { kind: "reserved", path: ["result"] };

/** A node for the fields of `first` and `second`, those of `second` winning. */
export const mergeNodes = (first: Node, second: Node): Node =>
  call("merge", { kind: "array", items: [first, second], noArrays: true });

/** A literal node. */
export const literal = (value: string | number | boolean | null): Node => ({ kind: "literal", value });

/** A node that calls a JSONata function; `name` without its `$`. */
export const call = (name: string, ...args: Node[]): Node => ({ kind: "call", name, args });

/** A node that applies an operator. */
export const binary = (operator: Operator, left: Node, right: Node): Node => ({
  kind: "binary",
  operator,
  left,
  right,
});
