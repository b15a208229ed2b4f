import * as z from "zod";

/** A parameter for a tenant's block: how many items a stage may fail. The stage returns it as its outcome's `maxItemFailures`. */
export const MaxItemFailures = z
  .number()
  .min(0)
  .max(1)
  .default(0.1)
  .describe("The share of items, 0–1, that may fail in a stage of a chunk before the chunk itself fails.");
