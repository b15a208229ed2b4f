import { expr } from "./expr.ts";
import { toNode } from "./literal.ts";
import { binary, call, literal, mergeNodes, type Node } from "./node.ts";
import { tokenNode } from "./token.ts";
import type { AnyValue, Evaluated, EvaluatesTo, Expr, Value } from "./types.ts";

/**
 * A string with expressions in it: text`Run ${plan.runId} has ${plan.chunks} chunks`. Numbers and booleans are written as in JSON.
 */
export function text(
  strings: TemplateStringsArray,
  ...values: Value<string | number | boolean>[]
): Expr<string> {
  const parts: Node[] = [];
  const add = (part: Node) => {
    const before = parts.at(-1);
    const joined = before && literalText(before) + literalText(part);
    if (before?.kind === "literal" && part.kind === "literal") parts.splice(-1, 1, literal(joined ?? ""));
    else parts.push(part.kind === "literal" ? literal(literalText(part)) : part);
  };
  strings.forEach((string, i) => {
    if (string !== "") add(literal(string));
    if (i < values.length) add(toNode(values[i]));
  });
  const [first = literal(""), ...rest] = parts;
  // `&` makes strings of its operands; a single one needs an empty string beside it.
  if (rest.length === 0 && first.kind !== "literal") return expr(binary("&", literal(""), first));
  return expr(rest.reduce<Node>((all, part) => binary("&", all, part), first));
}

const literalText = (node: Node): string => (node.kind === "literal" ? String(node.value) : "");

/** `whenTrue` if `test`, else `whenFalse`; only the one taken is evaluated. */
export function conditional<A extends AnyValue, B extends AnyValue>(
  test: Value<boolean>,
  whenTrue: A,
  whenFalse: B,
): Expr<Evaluated<A> | Evaluated<B>> {
  return expr({ kind: "conditional", test: toNode(test), yes: toNode(whenTrue), no: toNode(whenFalse) });
}

/** A literal as an expression, for example to start a chain of operations from it. */
export const value = <V extends AnyValue>(literal: V): Expr<Evaluated<V>> => expr(toNode(literal));

/** A literal or expression checked against `T`, and a `T` from then on: where the inferred type would be too narrow. */
export const typed = <T>(value: Value<T>): Expr<T> => expr(toNode(value));

/** A value known only at deployment, for example an ARN; `definition` and `permissions` take it under `name`. */
export const token = (name: string): Expr<string> => expr(tokenNode(name));

/** The fields of `first` and `second`, those of `second` winning. */
export function merge<A extends AnyValue, B extends AnyValue>(
  first: A,
  second: B,
): Expr<Omit<Evaluated<A>, keyof Evaluated<B>> & Evaluated<B>> {
  return expr(mergeNodes(toNode(first), toNode(second)));
}

/** `value` as JSON text. */
export const stringify = (value: AnyValue): Expr<string> => expr(call("string", toNode(value)));

/**
 * What JSON text says, taken to be a `T`: nothing checks it. Fails the state with States.QueryEvaluationError when it is not
 * JSON.
 */
export const parse = <T>(json: Value<string>): Expr<T> => expr(call("parse", toNode(json)));

/** When the state that reads it evaluates it. ISO 8601, UTC, with milliseconds. */
export const now = (): Expr<string> => expr(call("now"));

/** A new random UUID (version 4) at each evaluation: keep it in a variable (`pass`) to use it twice. */
export const uuid = (): Expr<string> => expr(call("uuid"));

/** The hash of text (UTF-8), in hexadecimal digits. */
export const hash = (
  data: Value<string>,
  algorithm: "MD5" | "SHA-1" | "SHA-256" | "SHA-384" | "SHA-512" = "SHA-256",
): Expr<string> => expr(call("hash", toNode(data), literal(algorithm)));

/** The names of the fields that `object` has. */
export const keys = (object: AnyValue): Expr<string[]> =>
  // $keys gives a bare string for one field and nothing for none.
  rawJsonata`[$keys(${value(object)})]`;

/**
 * JSONata written by hand, taken to be a `T`: rawJsonata<number>`$sum(${plan.sizes})`. Its syntax, its functions and its variables
 * are checked when the machine is built; its type is yours to answer for.
 */
export function rawJsonata<T>(strings: TemplateStringsArray, ...values: EvaluatesTo<unknown>[]): Expr<T> {
  // A definition has one line an expression.
  const parts = strings.raw.map((part) => part.replaceAll(/\s*\n\s*/g, " "));
  return expr({ kind: "raw", parts, between: values.map((between) => toNode(between)) });
}
