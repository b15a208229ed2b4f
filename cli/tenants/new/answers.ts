import { isRecord } from "@batchline/diagnostics";
import { parse } from "yaml";
import type { Field } from "./fields.ts";

/** The content of a tenant's file, as nested blocks. */
export interface Answers {
  readonly [key: string]: unknown;
}

/** The value of `text` for a field: text for a text field, YAML for others. */
export function readAnswer({ schema }: Field, text: string): unknown {
  const mayBeBlock = schema.anyOf !== undefined;
  if (!mayBeBlock && (schema.type === undefined || schema.type === "string")) return text;
  try {
    return parse(text) as unknown;
  } catch {
    // Not YAML: the schema reports it.
    return text;
  }
}

/** `answers` with `value` at `path`; creates the blocks on the way. */
export function withAnswer(
  answers: Answers,
  [key = "", ...rest]: readonly string[],
  value: unknown,
): Answers {
  if (rest.length === 0) return { ...answers, [key]: value };
  const inner = answers[key];
  return { ...answers, [key]: withAnswer(isRecord(inner) ? inner : {}, rest, value) };
}

/** The answer at `path`; undefined when there is none. */
export function answerAt(answers: Answers, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), answers);
}
