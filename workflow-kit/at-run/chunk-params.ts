import * as z from "zod";
import { BadConfigError } from "./errors.ts";
import type { StageContext } from "./stage.ts";

/**
 * The chunk's parameters, which are those of its workflow: `schema`. Throws BadConfigError when they are not.
 */
export function chunkParams<P>(
  { chunk, workflow }: Pick<StageContext, "chunk" | "workflow">,
  schema: z.ZodType<P>,
): P {
  const parsed = schema.safeParse(chunk.params);
  if (parsed.success) return parsed.data;
  throw new BadConfigError(
    `chunk ${chunk.index} has wrong parameters for ${workflow}: ${z.prettifyError(parsed.error)}`,
  );
}
