import type { SourceRun } from "../../contract/chunk.ts";
import { sourceLines } from "../../workflow-kit/at-run/stage-outputs.ts";
import type { TenantStore } from "../../workflow-kit/at-run/tenant-store/tenant-store.ts";
import { ImageLine, imagesFile } from "../catalog-import/keys.ts";

/** An image that an import has downloaded. */
export interface ImportedImage {
  readonly sha256: string;
  /** Of the original, below the tenant's prefix. */
  readonly key: string;
  /** In order. */
  readonly urls: readonly string[];
}

/** All images of an import's run, each once, by hash: the same on every node of a job. Throws BadDataError when they are gone. */
export async function importedImages(
  store: TenantStore,
  source: SourceRun,
): Promise<ReadonlyMap<string, ImportedImage>> {
  const found = new Map<string, { readonly key: string; readonly urls: Set<string> }>();
  for await (const line of sourceLines(store, source, imagesFile, "images")) {
    const { sha256, key, url } = ImageLine.parse(line);
    const image = found.get(sha256);
    if (image === undefined) found.set(sha256, { key, urls: new Set([url]) });
    else image.urls.add(url);
  }
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(sorted.map(([sha256, { key, urls }]) => [sha256, { sha256, key, urls: [...urls].sort() }]));
}
