import type { z } from "zod";

/**
 * A JSON document that a property holds as text, or as the object itself. Undefined where there is none, or it is not of the
 * expected form: AWS refuses that, and it is not a rule's to say so.
 */
export function readJson<S extends z.ZodType>(schema: S, value: unknown): z.output<S> | undefined {
  const result = schema.safeParse(typeof value === "string" ? parse(value) : value);
  return result.success ? result.data : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
