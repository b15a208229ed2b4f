import jsonata from "jsonata";

/** The source between `{%` and `%}`, or undefined for a text that is not an expression but stands for itself. @example expressionIn("{% $sum(prices) %}") // "$sum(prices)" */
export function expressionIn(text: string): string | undefined {
  return /^\{%([\s\S]*)%\}$/.exec(text)?.[1]?.trim();
}

/** What an expression reads. */
export interface References {
  /** Bare names, `*`, `**`, `%`, `$`, and `$$`: they would read a context or root, and Step Functions has none. */
  readonly context: ReadonlySet<string>;
  /**
   * Fields of `$states`, such as `input`, where a name stands right after it or after a variable bound to it. No documentation
   * or recording shows that AWS refuses others: `$states.*`, or fields of the context such as `$states.context.Map` outside a
   * Map. They are accepted, and fail or return nothing at run time.
   */
  readonly states: ReadonlySet<string>;
  /** Variables and functions that the expression does not define itself, without `$`. */
  readonly variables: ReadonlySet<string>;
  /** Variables that the expression defines. */
  readonly bound: ReadonlySet<string>;
}

/** Why JSONata 2.0.6 does not parse an expression. */
export interface SyntaxProblem {
  readonly message: string;
  readonly position: number | undefined;
}

type Tree = Readonly<Record<string, unknown>>;

/** Parses an expression as JSONata 2.0.6 does. */
export function readExpression(source: string): References | SyntaxProblem {
  let tree: Tree;
  try {
    tree = jsonata(source).ast() as unknown as Tree;
  } catch (cause) {
    const { message = String(cause), position } = cause as { message?: string; position?: number };
    return { message, position };
  }
  const nodes = everyNode(tree);
  for (const { type, position } of nodes) {
    // The parser of 2.1 reads `a ?? b` and `a ?: b` as conditionals; the parser of 2.0.6 stops at their second character.
    if (type !== "condition" || typeof position !== "number") continue;
    const operator = source.slice(position - 2, position);
    if (operator !== "??" && operator !== "?:") continue;
    const message = `The symbol "${operator[1]}" cannot be used as a unary operator`;
    const hint = `the operator ${operator} is not in JSONata 2.0.6, which Step Functions runs; write a ? b : c`;
    return { message: `${message}: ${hint}`, position };
  }
  return references(tree, nodes);
}

function references(tree: Tree, nodes: readonly Tree[]): References {
  const context = contextReads(tree);
  const states = new Set<string>();
  const read = new Set<string>();
  const bound = new Set<string>();
  const aliases = new Set<unknown>(["states"]);
  for (const { type, lhs, rhs } of nodes) {
    if (type === "bind" && isOneOf(aliases, rhs as Tree)) aliases.add((lhs as Tree).value);
  }
  for (const node of nodes) {
    if (node.type === "variable") read.add(String(node.value));
    if (node.type === "bind") bound.add(String((node.lhs as Tree).value));
    if (node.type === "lambda")
      for (const parameter of trees(node.arguments)) bound.add(String(parameter.value));
    for (const label of [node.focus, node.index]) if (typeof label === "string") bound.add(label);
    if (node.type !== "path") continue;
    const steps = trees(node.steps);
    steps.forEach((step, index) => {
      const next = steps[index + 1];
      if (isOneOf(aliases, step) && next?.type === "name") {
        states.add(String(next.value));
      }
    });
  }
  if (read.has("$")) context.add("$$");
  const variables = [...read].filter((name) => !["", "$", "states"].includes(name) && !bound.has(name));
  return { context, states, variables: new Set(variables), bound };
}

/** Whether a node is one of the variables, or stands for it: `$states`, `($states)`, `($s := $states; $s)`. */
function isOneOf(variables: ReadonlySet<unknown>, node: Tree): boolean {
  let last: Tree | undefined = node;
  while (last?.type === "block") last = trees(last.expressions).at(-1);
  return last?.type === "variable" && variables.has(last.value);
}

/** What an expression reads from its context: bare names, wildcards, parents, and `$`. */
function contextReads(tree: Tree): Set<string> {
  const reads = new Set<string>();
  // Not by recursion: a tree may be deeper than the stack.
  const waiting = [tree];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const read = contextRead(node);
    if (read !== undefined) reads.add(read);
    waiting.push(...trees(sharingContext(node)).toReversed());
  }
  return reads;
}

function contextRead({ type, value }: Tree): string | undefined {
  if (type === "name") return String(value);
  if (type === "wildcard") return "*";
  if (type === "descendant") return "**";
  if (type === "parent") return "%";
  return type === "variable" && value === "" ? "$" : undefined;
}

/**
 * The parts of an expression that share its context. In a path only the first step does: later steps, predicates, sort terms
 * and groups work on the value before them. A function's body has the context of the surrounding expression, as on AWS.
 */
function sharingContext(node: Tree): unknown {
  switch (node.type) {
    case "path":
      return trees(node.steps).slice(0, 1);
    case "unary":
      if (node.value === "{") return trees(node.lhs).flatMap(trees);
      return node.value === "[" ? node.expressions : [node.expression];
    case "binary":
    case "apply":
      return [node.lhs, node.rhs];
    case "function":
    case "partial":
      return [node.procedure, ...trees(node.arguments)];
    case "lambda":
      return [node.body];
    case "condition":
      return [node.condition, node.then, node.else];
    case "block":
      return node.expressions;
    case "bind":
      return [node.rhs];
    default:
      return [];
  }
}

/** The node and every node below it, in their order. */
function everyNode(tree: Tree): Tree[] {
  const nodes: Tree[] = [];
  const waiting: object[] = [tree];
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    if (!Array.isArray(part)) nodes.push(part as Tree);
    for (const below of Object.values(part).toReversed()) {
      if (typeof below === "object" && below !== null) waiting.push(below);
    }
  }
  return nodes;
}

const trees = (parts: unknown): readonly Tree[] =>
  Array.isArray(parts) ? parts.filter((part) => typeof part === "object" && part !== null) : [];
