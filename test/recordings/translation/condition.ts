import { isObject, type Json, type JsonObject } from "@batchline/asl";
import { fromPath, Untranslatable } from "./path.ts";

const symbols: Readonly<Record<string, string>> = {
  Equals: "=",
  LessThan: "<",
  GreaterThan: ">",
  LessThanEquals: "<=",
  GreaterThanEquals: ">=",
};
const types: Readonly<Record<string, string>> = { String: "string", Numeric: "number", Boolean: "boolean" };

/** The condition of a choice rule. `base` is the expression that `$` stands for. */
export function conditionOf(rule: JsonObject, base: string): string {
  const { And, Or, Not } = rule;
  if (Array.isArray(And)) return joined(And, "and", base);
  if (Array.isArray(Or)) return joined(Or, "or", base);
  if (isObject(Not)) return `$not(${conditionOf(Not, base)})`;
  const variable = fromPath(String(rule.Variable), base);
  const [name, operand] =
    Object.entries(rule).find(([key]) => /^(Is|String|Numeric|Boolean)/.test(key)) ?? [];
  if (name === undefined || operand === undefined)
    throw new Untranslatable(`the choice ${Object.keys(rule)}`);
  return comparison(name, variable, operand, base);
}

function joined(rules: readonly Json[], operator: string, base: string): string {
  return `(${rules
    .filter(isObject)
    .map((rule) => conditionOf(rule, base))
    .join(` ${operator} `)})`;
}

function comparison(name: string, variable: string, operand: Json, base: string): string {
  if (name === "IsPresent") return `$exists(${variable}) = ${operand}`;
  const [, kind = ""] = /^Is(Null|String|Numeric|Boolean)$/.exec(name) ?? [];
  if (kind !== "") return `($type(${variable}) = "${types[kind] ?? "null"}") = ${operand}`;
  const [, type = "", operator = "", path] = /^(String|Numeric|Boolean)([A-Za-z]+?)(Path)?$/.exec(name) ?? [];
  const symbol = symbols[operator];
  if (symbol === undefined) throw new Untranslatable(`the operator ${name}`);
  const other = path === undefined ? JSON.stringify(operand) : fromPath(String(operand), base);
  return `($type(${variable}) = "${types[type]}" and ${variable} ${symbol} ${other})`;
}
