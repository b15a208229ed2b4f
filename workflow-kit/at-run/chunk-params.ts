import * as z from "zod";
import { BadConfigError } from "./errors.ts";
import type { StageContext } from "./stage.ts";

/**
 * The chunk's parameters, checked by the workflow's schema. @throws {BadConfigError} when the manifest is of another version.
 * @example const { currency } = chunkParams(context, PriceReportParams);
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
