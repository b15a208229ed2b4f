import type { Json } from "@batchline/asl";

/** A node of the tree that JSONata parses. */
export type Tree = Readonly<Record<string, unknown>>;
export type Variables = Readonly<Record<string, unknown>>;

/** A variable and names behind it: `$states.input.order.id`. */
const path = /^\$[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;
const reserved: ReadonlySet<string> = new Set(["and", "or", "in", "true", "false", "null", "function"]);

/**
 * What a path leads to through objects only; undefined when it is not that simple.
 * @example lookUp("$states.input.n", { states: { input: { n: 1 } } }) // 1
 */
export function lookUp(source: string, variables: Variables): Json | undefined {
  if (!path.test(source)) return undefined;
  let value: unknown = variables;
  for (const name of source.slice(1).split(".")) {
    const through = typeof value === "object" && value !== null && !Array.isArray(value);
    if (!through || reserved.has(name) || !Object.hasOwn(value as object, name)) return undefined;
    value = (value as Variables)[name];
  }
  return value as Json;
}

/** What is wanted of a value: all of it, or these fields. */
type Wanted = true | Map<string, Wanted>;

/**
 * The variables that an expression may read, with only those fields that it may read.
 * @example readBy("$n + $states.input.n", { n: 1, m: 2, states: { input: { n: 1, o: 2 } } }) // { n: 1, states: { input: { n: 1 } } }
 */
export function readBy(source: string, variables: Variables): Variables {
  const wanted = new Map<string, Wanted>();
  // `%`, beside a remainder, is a parent, whose other fields are read too.
  const paths = source.includes("%")
    ? /\$([\p{ID_Continue}]+)/gu
    : /\$([\p{ID_Continue}]+(?:\.[A-Za-z_]\w*)*)/gu;
  for (const [, path = ""] of source.matchAll(paths)) want(wanted, path.split("."));
  return pick(variables, wanted) as Variables;
}

function want(wanted: Map<string, Wanted>, path: readonly string[]): void {
  let fields = wanted;
  for (const [index, name] of path.entries()) {
    const inside = index + 1 === path.length ? true : (fields.get(name) ?? new Map<string, Wanted>());
    fields.set(name, inside);
    if (inside === true) return;
    fields = inside;
  }
}

function pick(value: unknown, wanted: Wanted): unknown {
  if (wanted === true || typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const given = value as Variables;
  const names = [...wanted].filter(([name]) => Object.hasOwn(given, name));
  return Object.fromEntries(names.map(([name, inside]) => [name, pick(given[name], inside)]));
}

/** The longest source, in characters, that is parsed in place. */
export const longestSmall = 1000;
/** Levels of the tree. Each may double a text, by the escapes of its quotes; a chain of one operator is one level. */
const deepestSmall = 8;

/** Operators and functions whose results are about as large as what they are given. */
const operators: ReadonlySet<unknown> = new Set([
  "+",
  "-",
  "*",
  "/",
  "%",
  "=",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "and",
  "or",
  "in",
  "&",
]);
const functions: ReadonlySet<unknown> = new Set(
  "exists not boolean count string number merge keys lookup append sum max min average floor ceil round abs length uppercase lowercase trim substring type now millis uuid parse hash".split(
    " ",
  ),
);

/**
 * Whether an expression does little with little data: no functions of its own, no loops, patterns or ranges. It may be
 * evaluated in place.
 */
export function isSmall(tree: Tree, levels = deepestSmall): boolean {
  if (levels === 0 || tree.group !== undefined || !arePositions(tree.predicate)) return false;
  const each = (parts: unknown) => (parts as readonly Tree[]).every((part) => isSmall(part, levels - 1));
  switch (tree.type) {
    case "string":
    case "number":
    case "value":
      return true;
    case "variable":
      return tree.value !== "" && tree.value !== "$";
    case "path": {
      const [first, ...names] = tree.steps as readonly Tree[];
      return first !== undefined && each([first]) && names.every(isPlainName);
    }
    case "unary":
      if (tree.value === "{") return each((tree.lhs as readonly Tree[][]).flat());
      return each(tree.value === "[" ? tree.expressions : [tree.expression]);
    case "binary":
      return (
        operators.has(tree.value) && each([tree.rhs]) && isSmall(tree.lhs as Tree, chained(tree, levels))
      );
    case "condition":
      return each([tree.condition, tree.then, ...(tree.else === undefined ? [] : [tree.else])]);
    case "block":
      return each(tree.expressions);
    case "function":
      return functions.has((tree.procedure as Tree).value) && each(tree.arguments);
    default:
      return false;
  }
}

function chained({ value, lhs }: Tree, levels: number): number {
  return (lhs as Tree).type === "binary" && (lhs as Tree).value === value ? levels : levels - 1;
}

function isPlainName({ type, stages, group, focus, index, tuple }: Tree): boolean {
  const plain = [group, focus, index, tuple].every((more) => more === undefined);
  return type === "name" && plain && arePositions(stages);
}

/** `[0]` and the like, or nothing. */
function arePositions(filters: unknown): boolean {
  return ((filters ?? []) as readonly Tree[]).every(
    ({ expr }) => (expr as Tree | undefined)?.type === "number",
  );
}

/** Whether values have at most so many parts and characters. */
export function isLittle(variables: unknown, most = 20_000): boolean {
  return countUpTo(variables, most) <= most;
}

/** The parts and characters of a value, or something above `most`. A part counts for eight. */
function countUpTo(value: unknown, most: number): number {
  if (typeof value === "string") return 8 + value.length;
  if (typeof value !== "object" || value === null) return 8;
  let count = 8;
  for (const name of Object.keys(value)) {
    if (count > most) break;
    count += name.length + countUpTo((value as Variables)[name], most - count);
  }
  return count;
}
