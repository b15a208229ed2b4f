import { must } from "@batchline/diagnostics";
import type { PropertyValue, Registration } from "@batchline/pulumi-engine";
import { z } from "zod";
import { EmbeddedAwsError } from "../error-codes.ts";

/** Reads inputs of a resource. Throws with the path of the first invalid one. */
export function readInputs<S extends z.ZodType>(
  schema: S,
  { inputs }: Pick<Registration, "inputs">,
): z.output<S> {
  const result = schema.safeParse(inputs);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new EmbeddedAwsError("BL-A004", `${issue?.path.join(".") || "inputs"}: ${issue?.message}`);
}

export function parseJson(input: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new EmbeddedAwsError("BL-A004", `${input}: not JSON: ${(cause as SyntaxError).message}`, { cause });
  }
}

export function textOf(value: PropertyValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The name in checked inputs: given by the program, or generated. */
export const named = { name: z.string() };

/** The name in checked inputs of a type without a schema. */
export function nameOf({ inputs }: Pick<Registration, "inputs">, input = "name"): string {
  return must(textOf(inputs[input]), `checked inputs have ${input}`);
}

export const tags = z.record(z.string(), z.string()).optional();

/** A JSON document: text or an object. */
export const json = z.union([
  z.string(),
  z.record(z.string(), z.unknown()).transform((o) => JSON.stringify(o)),
]);
