import type { Chunk, SourceRun } from "../../contract/chunk.ts";
import { type OutputsBy, tenantKeys } from "../../contract/object-keys.ts";
import { BadConfigError, BadDataError, MissingObjectError } from "./errors.ts";
import type { StageContext } from "./stage.ts";
import type { TenantStore } from "./tenant-store/tenant-store.ts";

/** A file that a stage writes for each chunk. A workflow's keys.ts declares those that others read. @example { stage: "fetch", name: "products.ndjson" } */
export interface StageFile {
  readonly stage: string;
  readonly name: string;
}

type Place = Pick<StageContext, "workflow" | "runId" | "chunk" | "stage" | "attempt">;

/**
 * The key of a file that this attempt at the stage writes, below the tenant's prefix. Each attempt has its own, so none overwrites another's.
 * @example await store.put(outputKey(context, "prices.json"), bytes, "application/json");
 */
export function outputKey(context: Place, name: string): string {
  return tenantKeys.output(outputsOf(context), name);
}

/** Whose outputs the attempt writes. @example tenantKeys.outputsBy(outputsOf(context)) */
export function outputsOf({ workflow, runId, chunk, stage, attempt }: Place): OutputsBy {
  return { workflow, runId, chunk: chunk.index, stage, attempt };
}

/**
 * The key of a file that an earlier stage of the chunk wrote, in the attempt that succeeded. @throws {BadConfigError} when that stage has not
 * succeeded @example for await (const line of store.lines(await inputKey(context, productsFile))) ProductLine.parse(line);
 */
export async function inputKey(
  context: Pick<StageContext, "workflow" | "runId" | "chunk" | "succeeded">,
  { stage, name }: StageFile,
): Promise<string> {
  const { workflow, runId, chunk } = context;
  const { attempt } = await context.succeeded(stage);
  return tenantKeys.output({ workflow, runId, chunk: chunk.index, stage, attempt }, name);
}

/** The run whose outputs the chunk reads, for workflows that use `perSourceRun`. @throws {BadConfigError} when the chunk names none. @example const source = sourceRun(context.chunk); */
export function sourceRun({ index, source }: Pick<Chunk, "index" | "source">): SourceRun {
  if (source === undefined) throw new BadConfigError(`chunk ${index} does not name its source run`);
  return source;
}

/**
 * The lines of a file of every chunk of a source run, in order. `what`: their plural, for the error.
 * @throws {BadDataError} when such a file is gone: the run succeeded, so somebody deleted it.
 * @example for await (const line of sourceLines(store, source, productsFile, "products")) ProductLine.parse(line);
 */
export async function* sourceLines(
  store: Pick<TenantStore, "keys" | "lines" | "url">,
  source: SourceRun,
  file: StageFile,
  what: string,
): AsyncGenerator<unknown> {
  const { workflow, runId } = source;
  const gone = (url: string) =>
    new BadDataError(`the ${what} of run ${runId} are gone from ${url}: run ${workflow} again`);
  let found = false;
  for await (const key of sourceKeys(store, source, file)) {
    found = true;
    try {
      yield* store.lines(key);
    } catch (error) {
      throw error instanceof MissingObjectError ? gone(store.url(key)) : error;
    }
  }
  if (!found) throw gone(store.url(tenantKeys.outputs(workflow, runId)));
}

async function* sourceKeys(
  store: Pick<TenantStore, "keys">,
  { workflow, runId, attempts }: SourceRun,
  { stage, name }: StageFile,
): AsyncGenerator<string> {
  if (attempts !== undefined)
    for (const { chunk, stages } of attempts)
      yield tenantKeys.output({ workflow, runId, chunk, stage, attempt: stages[stage] }, name);
  else {
    const prefix = tenantKeys.outputs(workflow, runId);
    for await (const key of store.keys(prefix)) {
      // Deeper keys are of attempts.
      const [, file, ...deeper] = key.slice(prefix.length).split("/");
      if (file === name && deeper.length === 0) yield key;
    }
  }
}
