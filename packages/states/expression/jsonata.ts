import { tokenPlaceholder } from "../token-placeholder.ts";
import { descend, type Node, type Operator, operatorLevels, type Parameter } from "./node.ts";

/** Returns the name that a variable has in the definition, without `$`. */
export type NameVariable = (variable: Extract<Node, { kind: "variable" }>["variable"]) => string;

// Binding powers. A conditional binds loosest, operators bind by their level, and a path binds tightest.
const conditionalPower = 0;
const powerOf = (operator: Operator) =>
  10 + 10 * operatorLevels.findIndex((level: readonly Operator[]) => level.includes(operator));
const pathPower = 90;
const atomPower = 100;

/** Prints `node` as JSONata, without the `{% %}` around it. */
export function printJsonata(root: Node, name: NameVariable): string {
  const parameterNames = new Map<Parameter, string>();
  // A parameter hides a variable of its name.
  const taken = new Set<string>();
  for (const node of descend(root)) if (node.kind === "variable") taken.add(name(node.variable));
  return print(root, 0);

  function nameParameter(parameter: Parameter): string {
    let unique = parameter.hint;
    for (let i = 2; taken.has(unique); i += 1) unique = `${parameter.hint}${i}`;
    taken.add(unique);
    parameterNames.set(parameter, unique);
    return unique;
  }

  /** Prints `node`, in parentheses when it binds looser than `power`. */
  function print(node: Node, power: number): string {
    const [text, own] = printNode(node);
    return own < power ? `(${text})` : text;
  }

  function printNode(node: Node): [text: string, power: number] {
    switch (node.kind) {
      case "literal":
        return printLiteral(node.value);
      case "token":
        return [`'${tokenPlaceholder(node.name)}'`, atomPower];
      case "variable":
        return [`$${name(node.variable)}`, atomPower];
      case "reserved":
        return [["$states", ...node.path].join("."), pathPower];
      case "parameter":
        return [`$${parameterNames.get(node.parameter) ?? node.parameter.hint}`, atomPower];
      case "field":
        return printField(node.of, node.name);
      case "index":
        // With parentheses the index applies to the whole array, not to each step of the path before it.
        return [`(${print(node.of, 0)})[${print(node.index, 0)}]`, pathPower];
      case "call":
        return [`$${node.name}(${node.args.map((arg) => print(arg, 0)).join(", ")})`, atomPower];
      case "binary": {
        const power = powerOf(node.operator);
        return [`${print(node.left, power)} ${node.operator} ${print(node.right, power + 1)}`, power];
      }
      case "conditional": {
        const [test, yes, no] = [node.test, node.yes, node.no].map((part) =>
          print(part, conditionalPower + 1),
        );
        return [`${test} ? ${yes} : ${no}`, conditionalPower];
      }
      case "object": {
        const entries = node.entries.map(([key, value]) => `${jsonataString(key)}: ${print(value, 0)}`);
        return [entries.length === 0 ? "{}" : `{${entries.join(", ")}}`, atomPower];
      }
      case "array":
        return [
          `[${node.items.map((item) => (node.noArrays ? print(item, 0) : printItem(item))).join(", ")}]`,
          atomPower,
        ];
      case "function": {
        const parameters = node.parameters.map((parameter) => `$${nameParameter(parameter)}`).join(", ");
        return [`function(${parameters}) { ${print(node.body, 0)} }`, atomPower];
      }
      case "omittable":
        return printNode(node.value);
      case "raw":
        return [
          node.parts
            .map((part, i) => part + (node.between[i] ? print(node.between[i], pathPower) : ""))
            .join(""),
          0,
        ];
    }
  }

  function printField(of: Node, field: string): [string, number] {
    if (field.includes("`")) return [`$lookup(${print(of, 0)}, ${jsonataString(field)})`, atomPower];
    const step = isName(field) ? field : `\`${field}\``;
    return [`${print(of, pathPower)}.${step}`, pathPower];
  }

  /** An array constructor flattens an item that evaluates to an array, unless the item is an array constructor. */
  function printItem(item: Node): string {
    const text = print(item, 0);
    return mayBeArray(item) ? `($type(${text}) = 'array' ? [[${text}]] : ${text})` : text;
  }
}

/** Whether `node` may evaluate to an array but is not printed as an array constructor. */
function mayBeArray(node: Node): boolean {
  switch (node.kind) {
    case "literal":
    case "token":
    case "binary":
    case "object":
    case "array":
    case "function":
      return false;
    case "conditional":
      // The array constructor around a conditional does not see the constructors in its branches.
      return [node.yes, node.no].some((branch) => branch.kind === "array" || mayBeArray(branch));
    default:
      return true;
  }
}

function printLiteral(value: string | number | boolean | null): [string, number] {
  if (typeof value === "string") return [jsonataString(value), atomPower];
  // A leading minus is an operator to JSONata.
  return typeof value === "number" && value < 0 ? [String(value), pathPower - 1] : [String(value), atomPower];
}

const words = new Set(["and", "or", "in", "true", "false", "null", "function"]);
const isName = (field: string) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(field) && !words.has(field);

/** Prints `value` as a JSONata string literal. JSONata has JSON's escapes only (not even `\'`), so a string with a
 * single quote goes in double quotes. `{%` and `%}` would end the expression in a definition, and `${` would look like
 * a token, so one character of each is escaped. So are line separators, because an expression is one line. */
function jsonataString(value: string): string {
  const body = JSON.stringify(value)
    .slice(1, -1)
    .replaceAll("${", "\\u0024{")
    .replaceAll("{%", "{\\u0025")
    .replaceAll("%}", "\\u0025}")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
  return value.includes("'") ? `"${body}"` : `'${body.replaceAll('\\"', '"')}'`;
}

/** Whether a definition may have `value` unchanged: it has no expression and no token, and is one line. */
export function isPlainString(value: string): boolean {
  return /^.+$/.test(value) && !value.includes("${") && !value.includes("{%") && !value.includes("%}");
}
