import type { z } from "zod";

/** Reads a JSON document from a property, as text or as the object itself. Undefined without one, or if it does not fit
 * the schema: AWS refuses that, so no rule needs to report it.
 * @example readJson(z.object({ Statement: z.array(statement) }), props.policy) */
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
