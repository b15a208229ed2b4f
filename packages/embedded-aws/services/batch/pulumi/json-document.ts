import { z } from "zod";

/** A JSON document as text or as an object. */
export const jsonDocument = z
  .union([z.string(), z.record(z.string(), z.unknown())])
  .transform((given, context) => {
    try {
      return typeof given === "string" ? JSON.parse(given) : given;
    } catch (cause) {
      context.addIssue(`not JSON: ${cause instanceof Error ? cause.message : cause}`);
      return z.NEVER;
    }
  });
