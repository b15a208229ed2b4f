import type { SourceRun } from "../../contract/chunk.ts";
import { tenantKeys } from "../../contract/keys.ts";
import { BadDataError } from "../../workflow-kit/at-run/errors.ts";
import { imagesFile } from "../../workflow-kit/at-run/outputs.ts";
import type { TenantStore } from "../../workflow-kit/at-run/tenant-store/tenant-store.ts";
import { ImageLine } from "../catalog-import/keys.ts";

/** An image that an import has brought. */
export interface ImportedImage {
  readonly sha256: string;
  /** Of the original, below the tenant's prefix. */
  readonly key: string;
  /** In order. */
  readonly urls: readonly string[];
}

/**
 * All images of an import's run, each once, in the order of their hashes. The run has succeeded: nothing writes to its outputs any
 * more, so that every node of a job comes to the same images. Throws BadDataError when they are gone.
 */
export async function importedImages(
  store: TenantStore,
  { workflow, runId }: SourceRun,
): Promise<ReadonlyMap<string, ImportedImage>> {
  const prefix = tenantKeys.outputs(workflow, runId);
  const found = new Map<string, { readonly key: string; readonly urls: Set<string> }>();
  let parts = 0;
  for await (const output of store.keys(prefix)) {
    if (!output.endsWith(`/${imagesFile}`)) continue;
    parts++;
    for await (const line of store.lines(output)) {
      const { sha256, key, url } = ImageLine.parse(line);
      const image = found.get(sha256);
      if (image === undefined) found.set(sha256, { key, urls: new Set([url]) });
      else image.urls.add(url);
    }
  }
  if (parts === 0) {
    throw new BadDataError(
      `the images of run ${runId} are gone from ${store.url(prefix)}: run ${workflow} again`,
    );
  }
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(sorted.map(([sha256, { key, urls }]) => [sha256, { sha256, key, urls: [...urls].sort() }]));
}
