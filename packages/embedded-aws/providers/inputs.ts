import type { Registration } from "@batchline/pulumi-engine";
import { z } from "zod";

/** The inputs of a resource that its realisation reads. Throws with the path of the first that is not as expected. */
export function readInputs<S extends z.ZodType>(schema: S, { inputs }: Registration): z.output<S> {
  const result = schema.safeParse(inputs);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(`${issue?.path.join(".") || "inputs"}: ${issue?.message ?? "not as expected"}`);
}

/** `name` and `namePrefix`, which most resources have. */
export const naming = { name: z.string().optional(), namePrefix: z.string().optional() };

export const tags = z.record(z.string(), z.string()).optional();

/** A JSON document, which the program may give as text or as an object. */
export const json = z.union([
  z.string(),
  z.record(z.string(), z.unknown()).transform((o) => JSON.stringify(o)),
]);

/** The name of a FIFO queue or topic ends with `.fifo`. */
export function fifoName(name: string, isFifo: boolean): string {
  return isFifo && !name.endsWith(".fifo") ? `${name}.fifo` : name;
}
