import { isRecord } from "@batchline/diagnostics";
import ipaddr from "ipaddr.js";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { anyText, type GlobPart, globMatches } from "../../host/glob.ts";

/** Whether a rule matches an event. */
export type EventPattern = (event: unknown) => boolean;

/**
 * Compiles an event pattern. Throws InvalidEventPatternException with the place of an error.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function eventPattern(pattern: unknown): EventPattern {
  return fields(pattern, "the pattern");
}

/** Each field must match; `$or` needs one matching pattern. An array in the event needs one matching item. */
function fields(pattern: unknown, where: string): EventPattern {
  if (!isRecord(pattern)) throw invalid(`${where} must be an object`);
  const checks = Object.entries(pattern).map(([name, expected]): EventPattern => {
    const place = `${where}, field ${name}`;
    if (name === "$or" && Array.isArray(expected)) {
      const alternatives = expected.map((one) => fields(one, place));
      return (node) => alternatives.some((matches) => matches(node));
    }
    if (!Array.isArray(expected)) {
      const inner = fields(expected, place);
      return (node) => itemsOf(fieldOf(node, name)).some((item) => isRecord(item) && inner(item));
    }
    if (expected.length === 0) throw invalid(`${place} is empty, so nothing can match`);
    const matchers = expected.map((one) => valueMatcher(one, place));
    return (node) => matchers.some((matches) => matches(fieldOf(node, name)));
  });
  return (node) => checks.every((check) => check(node));
}

/** Receives a field's value, or undefined. */
type ValueMatcher = (value: unknown) => boolean;

function valueMatcher(expected: unknown, where: string): ValueMatcher {
  if (!isRecord(expected)) return anyItem((value) => value === expected);
  const [[operator, operand] = ["", undefined], ...rest] = Object.entries(expected);
  if (rest.length > 0) throw invalid(`${where}: one operator at a time, not ${Object.keys(expected)}`);
  if (operator === "exists") return (value) => (value !== undefined) === operand;
  if (operator === "anything-but") {
    const unwanted = itemsOf(operand).map((one) => scalarMatcher(one, where));
    return (value) =>
      value !== undefined && itemsOf(value).every((item) => !unwanted.some((matches) => matches(item)));
  }
  return anyItem(scalarMatcher(expected, where));
}

function scalarMatcher(expected: unknown, where: string): ValueMatcher {
  if (!isRecord(expected)) return (value) => value === expected;
  const [[operator, operand] = ["", undefined]] = Object.entries(expected);
  const ignoreCase = isRecord(operand) && typeof operand["equals-ignore-case"] === "string";
  const text = String(ignoreCase ? operand["equals-ignore-case"] : operand);
  const fold = (value: string) => (ignoreCase ? value.toLowerCase() : value);
  switch (operator) {
    case "prefix":
      return ofText((value) => fold(value).startsWith(fold(text)));
    case "suffix":
      return ofText((value) => fold(value).endsWith(fold(text)));
    case "equals-ignore-case":
      return ofText((value) => value.toLowerCase() === text.toLowerCase());
    case "wildcard": {
      const glob = wildcard(text);
      return ofText((value) => globMatches(glob, value));
    }
    case "numeric":
      return numeric(operand, where);
    case "cidr":
      return ofText((value) => ipaddr.isValid(value) && ipaddr.parse(value).match(ipaddr.parseCIDR(text)));
    default:
      throw invalid(`${where}: unknown operator "${operator}"`);
  }
}

function ofText(matches: (value: string) => boolean): ValueMatcher {
  return (value) => typeof value === "string" && matches(value);
}

/** `*` is any text; `\*` and `\\` are the characters themselves. */
function wildcard(pattern: string): GlobPart[] {
  return [...pattern.matchAll(/\\([*\\])|\*|[^*\\]+|\\/g)].map(([text, escaped]) =>
    text === "*" ? anyText : (escaped ?? text),
  );
}

/** `[">", 0, "<=", 5]`: all comparisons must hold. */
function numeric(operand: unknown, where: string): ValueMatcher {
  const parts = itemsOf(operand);
  const checks: ((value: number) => boolean)[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const operator = String(parts[index]);
    const limit = parts[index + 1];
    if (typeof limit !== "number") throw invalid(`${where}: numeric compares with numbers only`);
    const compare = comparisons[operator];
    if (compare === undefined) throw invalid(`${where}: unknown comparison "${operator}"`);
    checks.push((value) => compare(value, limit));
  }
  return (value) => typeof value === "number" && checks.every((holds) => holds(value));
}

const comparisons: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  "=": (value, limit) => value === limit,
  "<": (value, limit) => value < limit,
  "<=": (value, limit) => value <= limit,
  ">": (value, limit) => value > limit,
  ">=": (value, limit) => value >= limit,
};

function anyItem(matches: ValueMatcher): ValueMatcher {
  return (value) => value !== undefined && itemsOf(value).some(matches);
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function fieldOf(node: unknown, name: string): unknown {
  return isRecord(node) && Object.hasOwn(node, name) ? node[name] : undefined;
}

function invalid(problem: string): AwsError {
  return new AwsError("InvalidEventPatternException", problem);
}
