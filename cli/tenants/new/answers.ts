import { parse } from "yaml";
import type { Field } from "./fields.ts";

/** What a tenant's file is to say, as blocks in blocks. */
export interface Answers {
  readonly [key: string]: unknown;
}

/** The value that someone means who writes `text` for a field: text stays text, all else is read as YAML. */
export function readAnswer({ schema }: Field, text: string): unknown {
  const mayBeBlock = schema.anyOf !== undefined;
  if (!mayBeBlock && (schema.type === undefined || schema.type === "string")) return text;
  try {
    return parse(text) as unknown;
  } catch {
    // Not YAML: the schema will say what it must be.
    return text;
  }
}

/** `answers` with `value` at `path`; blocks on the way are made. */
export function withAnswer(
  answers: Answers,
  [key = "", ...rest]: readonly string[],
  value: unknown,
): Answers {
  if (rest.length === 0) return { ...answers, [key]: value };
  const inner = answers[key];
  const block = typeof inner === "object" && inner !== null ? (inner as Answers) : {};
  return { ...answers, [key]: withAnswer(block, rest, value) };
}

/** The answer at `path`; undefined when there is none. */
export function answerAt(answers: Answers, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? (at as Answers)[key] : undefined),
    answers,
  );
}
