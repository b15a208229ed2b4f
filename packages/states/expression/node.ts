/** The abstract syntax of an expression. Nodes are plain data. Authors handle proxies for them; `jsonata.ts` prints them. */
export type Node =
  /** A JSON scalar. */
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  /** A value known only at deployment, for example an ARN. */
  | { readonly kind: "token"; readonly name: string }
  /** A workflow variable, assigned by an earlier state. */
  | { readonly kind: "variable"; readonly variable: Variable }
  /** Data that Step Functions provides, for example `$states.result`. */
  | { readonly kind: "reserved"; readonly path: readonly string[] }
  /** The parameter of an enclosing `function` node. */
  | { readonly kind: "parameter"; readonly parameter: Parameter }
  | { readonly kind: "field"; readonly of: Node; readonly name: string }
  | { readonly kind: "index"; readonly of: Node; readonly index: Node }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Node[] }
  | { readonly kind: "binary"; readonly operator: Operator; readonly left: Node; readonly right: Node }
  | { readonly kind: "conditional"; readonly test: Node; readonly yes: Node; readonly no: Node }
  | { readonly kind: "object"; readonly entries: readonly (readonly [key: string, value: Node])[] }
  /** `noArrays`: the author of the node knows that no item evaluates to an array. */
  | { readonly kind: "array"; readonly items: readonly Node[]; readonly noArrays?: true }
  | { readonly kind: "function"; readonly parameters: readonly Parameter[]; readonly body: Node }
  /** A value that may be absent. The object literal around it then leaves its key out. */
  | { readonly kind: "omittable"; readonly value: Node }
  /** Handwritten JSONata: `parts` alternate with the expressions between them. */
  | { readonly kind: "raw"; readonly parts: readonly string[]; readonly between: readonly Node[] };

/** A workflow variable. It has identity only: its name is chosen when the machine is built. */
export interface Variable {
  /** The state that assigns it, whose name it gets. */
  readonly hint: string;
}

/** The parameter of a function. It has identity only: its name is chosen when the expression is printed. */
export interface Parameter {
  readonly hint: string;
}

/** JSONata's operators, from those that bind loosest to those that bind tightest. */
export const operatorLevels = [
  ["or"],
  ["and"],
  ["=", "!=", "<", "<=", ">", ">=", "in"],
  ["&", "+", "-"],
  ["*", "/", "%"],
] as const;

export type Operator = (typeof operatorLevels)[number][number];

/** A copy of `node` whose direct children are replaced. */
function mapChildren(node: Node, map: (child: Node) => Node): Node {
  switch (node.kind) {
    case "field":
      return { ...node, of: map(node.of) };
    case "index":
      return { ...node, of: map(node.of), index: map(node.index) };
    case "call":
      return { ...node, args: node.args.map(map) };
    case "binary":
      return { ...node, left: map(node.left), right: map(node.right) };
    case "conditional":
      return { ...node, test: map(node.test), yes: map(node.yes), no: map(node.no) };
    case "object":
      return { ...node, entries: node.entries.map(([key, value]) => [key, map(value)] as const) };
    case "array":
      return { ...node, items: node.items.map(map) };
    case "function":
      return { ...node, body: map(node.body) };
    case "omittable":
      return { ...node, value: map(node.value) };
    case "raw":
      return { ...node, between: node.between.map(map) };
    default:
      return node;
  }
}

/** `node` and all nodes inside it, depth first. */
export function* descend(node: Node): Generator<Node> {
  yield node;
  const children: Node[] = [];
  mapChildren(node, (child) => {
    children.push(child);
    return child;
  });
  for (const child of children) yield* descend(child);
}

/** A copy of `node` in which `replace` replaced nodes, outermost first. It returns undefined to keep a node. */
export function rewrite(node: Node, replace: (node: Node) => Node | undefined): Node {
  return replace(node) ?? mapChildren(node, (child) => rewrite(child, replace));
}

/** The result of a Task, Map or Parallel state, in its `Assign` and `Output`. */
export const stateResult: Node = { kind: "reserved", path: ["result"] };

/** A node for the fields of `first` and `second`. Where both have a field, `second` wins. */
export const mergeNodes = (first: Node, second: Node): Node =>
  call("merge", { kind: "array", items: [first, second], noArrays: true });

export const literal = (value: string | number | boolean | null): Node => ({ kind: "literal", value });

/** A node that calls a JSONata function; `name` without its `$`. */
export const call = (name: string, ...args: Node[]): Node => ({ kind: "call", name, args });

export const binary = (operator: Operator, left: Node, right: Node): Node => {
  return { kind: "binary", operator, left, right };
};

const nodes = new WeakMap<object, Node>();

/** The node of an expression. Undefined for any other value. */
export function nodeOf(value: unknown): Node | undefined {
  return typeof value === "function" ? nodes.get(value) : undefined;
}

/** Makes `proxy` the expression of `node`. */
export function standFor(proxy: object, node: Node): void {
  nodes.set(proxy, node);
}
