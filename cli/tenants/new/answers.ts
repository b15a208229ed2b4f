import { isRecord, must } from "@batchline/diagnostics";
import { parse } from "yaml";
import type { Field } from "./fields.ts";

/** The content of a tenant's file, as nested blocks. */
export type Answers = Readonly<Record<string, unknown>>;

/** The value of `text` for a field: text for a text field, YAML for others. */
export function readAnswer({ schema }: Field, text: string): unknown {
  if (schema.anyOf === undefined && (schema.type ?? "string") === "string") return text;
  try {
    return parse(text) as unknown;
  } catch {
    // Not YAML: the schema reports it.
    return text;
  }
}

/** `answers` with `value` at `path`; creates the blocks on the way. */
export function withAnswer(answers: Answers, path: readonly string[], value: unknown): Answers {
  const [first, ...rest] = path;
  const key = must(first, "an answer has a path");
  const inner = answers[key];
  const below = rest.length === 0 ? value : withAnswer(isRecord(inner) ? inner : {}, rest, value);
  return { ...answers, [key]: below };
}

/** The answer at `path`; undefined when there is none. */
export function answerAt(answers: Answers, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), answers);
}
