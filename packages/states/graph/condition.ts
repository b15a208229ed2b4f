import { expressionIn, type Fields } from "@batchline/asl";

/** A choice rule in a few words: its comment when it has one, else its condition. */
export function conditionOf(rule: Fields): string {
  if (typeof rule.Comment === "string" && rule.Comment !== "") return shorten(rule.Comment, 60);
  if (typeof rule.Condition === "string") return shorten(sourceOf(rule.Condition), 60);
  return shorten(comparison(rule), 60);
}

/** `expression` for `{% expression %}`, any other text as it is. */
export const sourceOf = (text: string): string => expressionIn(text) ?? text;

/** The operators that compare, by the end of their names: `NumericLessThanEqualsPath` is Numeric, LessThanEquals, Path. */
const signs: Readonly<Record<string, string>> = {
  Equals: "=",
  LessThan: "<",
  LessThanEquals: "≤",
  GreaterThan: ">",
  GreaterThanEquals: "≥",
  Matches: "matches",
};

/** A rule of a JSONPath machine, which is an object: one operator, or And, Or, Not of others. */
function comparison(rule: unknown): string {
  if (typeof rule !== "object" || rule === null) return String(rule);
  const { Next, Assign, Output, Variable, ...operators } = rule as Fields;
  const [operator = "", operand] = Object.entries(operators)[0] ?? [];
  if (operator === "Not") return `not (${comparison(operand)})`;
  if (operator === "And" || operator === "Or") {
    return (Array.isArray(operand) ? operand : []).map(comparison).join(` ${operator.toLowerCase()} `);
  }
  const test = /^Is([A-Z][a-z]+)$/.exec(operator)?.[1];
  if (test !== undefined) return `${Variable} ${operand === false ? "is not" : "is"} ${test.toLowerCase()}`;
  const comparator = /^(?:String|Numeric|Boolean|Timestamp)([A-Za-z]+?)(?:Path)?$/.exec(operator)?.[1];
  const sign = comparator === undefined ? undefined : signs[comparator];
  const other = operator.endsWith("Path") ? String(operand) : JSON.stringify(operand);
  return `${Variable} ${sign ?? operator} ${other}`;
}

/** `text` on one line, cut to `length` characters with an ellipsis. */
export function shorten(text: string, length: number): string {
  const line = [...text.replace(/\s+/g, " ").trim()];
  return line.length <= length
    ? line.join("")
    : `${line
        .slice(0, length - 1)
        .join("")
        .trimEnd()}…`;
}
