import type { Chunk, SourceRun } from "../../contract/chunk.ts";
import { tenantKeys } from "../../contract/object-keys.ts";
import { BadConfigError, BadDataError } from "./errors.ts";
import type { StageContext } from "./stage.ts";
import type { TenantStore } from "./tenant-store/tenant-store.ts";

/**
 * The key of a file that a stage of the chunk writes, below the tenant's prefix. Later stages of the chunk read it by the same name.
 * @example await store.put(outputKey(context, "prices.json"), bytes, "application/json");
 */
export function outputKey(
  { workflow, runId, chunk }: Pick<StageContext, "workflow" | "runId" | "chunk">,
  name: string,
): string {
  return tenantKeys.output(workflow, runId, chunk.index, name);
}

/** The run whose outputs the chunk reads, for workflows that use `perSourceRun`. @throws {BadConfigError} when the chunk names none. @example const source = sourceRun(context.chunk); */
export function sourceRun({ index, source }: Pick<Chunk, "index" | "source">): SourceRun {
  if (source === undefined) throw new BadConfigError(`chunk ${index} does not name its source run`);
  return source;
}

/**
 * The lines of the file `name` of every chunk of a source run, in order. `what`: their plural, for the error.
 * @throws {BadDataError} when no chunk has such a file: the run succeeded, so somebody deleted them.
 * @example for await (const line of sourceLines(store, source, productsFile, "products")) ProductLine.parse(line);
 */
export async function* sourceLines(
  store: Pick<TenantStore, "keys" | "lines" | "url">,
  { workflow, runId }: SourceRun,
  name: string,
  what: string,
): AsyncGenerator<unknown> {
  const prefix = tenantKeys.outputs(workflow, runId);
  let found = false;
  for await (const key of store.keys(prefix)) {
    if (!key.endsWith(`/${name}`)) continue;
    found = true;
    yield* store.lines(key);
  }
  if (!found) {
    throw new BadDataError(
      `the ${what} of run ${runId} are gone from ${store.url(prefix)}: run ${workflow} again`,
    );
  }
}
