import { ItemError } from "../workflow-kit/at-run/errors.ts";
import { eachItem } from "../workflow-kit/at-run/items.ts";
import type { StageContext } from "../workflow-kit/at-run/stage.ts";
import { existingKeys } from "../workflow-kit/at-run/tenant-store/existing-keys.ts";
import { imageType } from "./image-type.ts";
import { imageKeys, renditionsPrefix } from "./keys.ts";
import { renditionDecoding } from "./rendition-decoding.ts";
import type { Rendition } from "./rendition-formats.ts";

/** A tenant's image, by the hash of its bytes. */
export interface Original {
  readonly sha256: string;
  /** Below the tenant's prefix. */
  readonly key: string;
}

/** While a processor encodes one image, others are read and written. S3 takes about twice as long as the encoder. */
const imagesPerProcessor = 4;

/**
 * Makes the missing renditions of each original, its items, and skips originals that have all. Returns the hashes of complete originals.
 * @param name An original's name in failures.
 * @example const made = await makeRenditions(context, originals, params.renditions, ({ key }) => key);
 */
export async function makeRenditions<O extends Original>(
  context: StageContext,
  originals: readonly O[],
  renditions: readonly Rendition[],
  name: (original: O) => string,
): Promise<ReadonlySet<string>> {
  const { progress, signal, container, store, decoder } = context;
  progress.total = originals.length;
  const complete = new Set<string>();
  const wanted = originals.flatMap(({ sha256 }) => renditions.map((each) => renditionKey(sha256, each)));
  const existing = await existingKeys(store, renditionsPrefix, wanted);
  const each = { parallel: imagesPerProcessor * container.vcpus, signal, progress, name };
  await eachItem(originals, each, async ({ sha256, key }) => {
    const missing = renditions.filter((each) => !existing.has(renditionKey(sha256, each)));
    if (missing.length > 0) {
      const original = await store.get(key);
      if (original === undefined)
        throw new ItemError(`its original is gone: ${store.url(key)} does not exist`);
      await allSettled(missing, async (rendition) => {
        const bytes = await decoder.decode(renditionDecoding, rendition, original);
        const type = `image/${rendition.format}`;
        if (imageType(bytes) !== type) throw new ItemError(`the decoder made something else than ${type}`);
        await store.putOnce(renditionKey(sha256, rendition), bytes, type);
      });
    }
    complete.add(sha256);
    if (missing.length > 0) progress.done();
    else progress.skipped();
  });
  return complete;
}

/** The renditions of an original with their keys, for a line of `renditionsFile`. */
export function renditionLines(sha256: string, renditions: readonly Rendition[]) {
  return renditions.map((rendition) => ({ ...rendition, key: renditionKey(sha256, rendition) }));
}

function renditionKey(sha256: string, { width, quality, format }: Rendition): string {
  return imageKeys.rendition(sha256, width, quality, format);
}

/** Runs `action` on all values at once and waits for all. Then it throws the first error, if any. */
async function allSettled<T>(values: readonly T[], action: (value: T) => Promise<void>): Promise<void> {
  const results = await Promise.allSettled(values.map(action));
  const failed = results.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}
