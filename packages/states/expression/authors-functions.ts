import { StatesError } from "../errors.ts";
import { callerPlace } from "../source-place.ts";
import { tokenName } from "../token-placeholder.ts";
import { expr } from "./expr.ts";
import { toNode } from "./literal.ts";
import { binary, call, literal, mergeNodes, type Node } from "./node.ts";
import type { AnyValue, Evaluated, EvaluatesTo, Expr, Value } from "./types.ts";

/** A string with expressions in it. Numbers and booleans are written as in JSON.
 * @example text`Run ${plan.runId} has ${plan.chunks} chunks` */
export function text(
  strings: TemplateStringsArray,
  ...values: Value<string | number | boolean>[]
): Expr<string> {
  const parts: Node[] = [];
  const add = (part: Node) => {
    const before = parts.at(-1);
    if (part.kind !== "literal") parts.push(part);
    else if (before?.kind === "literal") parts.splice(-1, 1, literal(`${before.value}${part.value}`));
    else parts.push(literal(String(part.value)));
  };
  strings.forEach((string, i) => {
    if (string !== "") add(literal(string));
    if (i < values.length) add(toNode(values[i]));
  });
  const [first = literal(""), ...rest] = parts;
  // `&` converts its operands to strings. A single operand needs an empty string beside it.
  if (rest.length === 0 && first.kind !== "literal") return expr(binary("&", literal(""), first));
  return expr(rest.reduce<Node>((all, part) => binary("&", all, part), first));
}

/** `whenTrue` or `whenFalse`; only that one is evaluated. @example conditional(m.input.n.gt(5), "many", "few") */
export function conditional<A extends AnyValue, B extends AnyValue>(
  test: Value<boolean>,
  whenTrue: A,
  whenFalse: B,
): Expr<Evaluated<A> | Evaluated<B>> {
  return expr({ kind: "conditional", test: toNode(test), yes: toNode(whenTrue), no: toNode(whenFalse) });
}

/** A literal as an expression, to call operations on it. @example value([1, 2, 3]).includes(m.input.n) */
export const value = <V extends AnyValue>(literal: V): Expr<Evaluated<V>> => expr(toNode(literal));

/** A literal or expression that is checked against `T`. @example typed<{ sku: string; note?: string }>({ sku: "a" }) */
export const typed = <T>(value: Value<T>): Expr<T> => expr(toNode(value));

/** A value known only at deployment, for example an ARN. `definition` and `permissions` take it under `name`.
 * @param name Letters, digits, `_`, `.` and `-`. Starts with a letter.
 * @throws {StatesError} BL-S016 for another name.
 * @example m.sns.publish("Report", { TopicArn: token("topic"), Message: "done" }) */
export function token(name: string): Expr<string> {
  if (tokenName.test(name)) return expr({ kind: "token", name });
  throw new StatesError("BL-S016", {
    what: `${JSON.stringify(name)} is not a valid name for a token`,
    fix: "Use letters, digits, _ . and -, and start with a letter.",
    place: callerPlace(),
  });
}

/** The fields of both objects. Where both have a field, `second` wins. @example merge(m.input, { day: "2026-01-01" }) */
export function merge<A extends AnyValue, B extends AnyValue>(
  first: A,
  second: B,
): Expr<Omit<Evaluated<A>, keyof Evaluated<B>> & Evaluated<B>> {
  return expr(mergeNodes(toNode(first), toNode(second)));
}

/** `value` as JSON text. @example stringify({ id: m.input.id }) */
export const stringify = (value: AnyValue): Expr<string> => expr(call("string", toNode(value)));

/** The value of JSON text. Its type `T` is not checked. The state fails with States.QueryEvaluationError when the text
 * is not JSON.
 * @example parse<{ euros: number }>(object.Body).euros */
export const parse = <T>(json: Value<string>): Expr<T> => expr(call("parse", toNode(json)));

/** The time of its evaluation: ISO 8601, UTC, with milliseconds. @example m.pass("Start", now()) */
export const now = (): Expr<string> => expr(call("now"));

/** A new random UUID (version 4) at each evaluation. Use `pass` to keep one. @example m.pass("Id", uuid()) */
export const uuid = (): Expr<string> => expr(call("uuid"));

/** The hash of text (UTF-8), in hexadecimal digits. @example hash(m.input.url) */
export const hash = (
  data: Value<string>,
  algorithm: "MD5" | "SHA-1" | "SHA-256" | "SHA-384" | "SHA-512" = "SHA-256",
): Expr<string> => expr(call("hash", toNode(data), literal(algorithm)));

/** The names of an object's fields. @example keys(m.input.prices).count() */
export const keys = (object: AnyValue): Expr<string[]> =>
  // $keys returns a bare string for one field and nothing for none.
  rawJsonata`[$keys(${value(object)})]`;

/** Handwritten JSONata. Its syntax, functions and variables are checked when the machine is built. Its type `T` is not checked.
 * @example rawJsonata<number>`$sum(${plan.sizes})` */
export function rawJsonata<T>(strings: TemplateStringsArray, ...values: EvaluatesTo<unknown>[]): Expr<T> {
  // An expression is one line in a definition.
  const parts = strings.raw.map((part) => part.replaceAll(/\s*\n\s*/g, " "));
  return expr({ kind: "raw", parts, between: values.map((between) => toNode(between)) });
}
