import { z } from "zod";
import { CatalogImportParams } from "../../contract/catalog-import.ts";
import type { Chunk } from "../../contract/chunk.ts";
import { BadConfigError } from "../errors.ts";

/** The chunk's parameters for `catalog-import`. Throws BadConfigError when they are not. */
export function catalogParams(chunk: Chunk): CatalogImportParams {
  const parsed = CatalogImportParams.safeParse(chunk.params);
  if (parsed.success) return parsed.data;
  throw new BadConfigError(
    `chunk ${chunk.index} has wrong parameters for catalog-import: ${z.prettifyError(parsed.error)}`,
  );
}
