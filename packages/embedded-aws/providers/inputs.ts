import type { PropertyValue, Registration } from "@batchline/pulumi-engine";
import { z } from "zod";
import { EmbeddedAwsError } from "../error-codes.ts";

/** Reads inputs of a resource. Throws with the path of the first invalid one. */
export function readInputs<S extends z.ZodType>(schema: S, { inputs }: Registration): z.output<S> {
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

/** Most resources have `name` and `namePrefix`. */
export const naming = { name: z.string().optional(), namePrefix: z.string().optional() };

export const tags = z.record(z.string(), z.string()).optional();

/** A JSON document: text or an object. */
export const json = z.union([
  z.string(),
  z.record(z.string(), z.unknown()).transform((o) => JSON.stringify(o)),
]);

/** The name of a FIFO queue or topic ends with `.fifo`. */
export function fifoName(name: string, isFifo: boolean): string {
  return isFifo && !name.endsWith(".fifo") ? `${name}.fifo` : name;
}
