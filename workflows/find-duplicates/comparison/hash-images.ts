import * as z from "zod";
import type { Decoding } from "../../../workflow-kit/at-run/decoder/decoding.ts";
import { ItemError } from "../../../workflow-kit/at-run/errors.ts";
import { eachItem } from "../../../workflow-kit/at-run/items.ts";
import { Progress } from "../../../workflow-kit/at-run/progress.ts";
import type { StageContext } from "../../../workflow-kit/at-run/stage.ts";
import type { ImportedImage } from "../imported-images.ts";

const Hash = z.string().regex(/^[0-9a-f]{16}$/);

/** The result for one image, which a node sends to the main one. */
export const HashedImage = z.union([
  z.strictObject({ sha256: z.string().length(64), hash: Hash }),
  z.strictObject({ sha256: z.string().length(64), failure: z.string().max(1_000) }),
]);
export type HashedImage = z.output<typeof HashedImage>;

/** An image becomes its perceptual hash. */
const hashDecoding: Decoding = { name: "hash", maxPartBytes: 16, maxBytes: 16, silenceMs: 120_000 };

/** While a processor hashes one image, the others are read. */
const imagesPerProcessor = 4;

/** Hashes each image and calls `onResult`. @throws {InterruptedError} when `signal` has aborted. @throws the errors of `onResult`. */
export async function hashImages(
  { store, container, decoder }: Pick<StageContext, "store" | "container" | "decoder">,
  images: Iterable<ImportedImage>,
  signal: AbortSignal,
  onResult: (result: HashedImage) => Promise<void> | void,
): Promise<void> {
  const hashImage = async ({ sha256, key }: ImportedImage): Promise<HashedImage> => {
    try {
      const original = await store.get(key);
      if (original === undefined)
        throw new ItemError(`its original is gone: ${store.url(key)} does not exist`);
      const hash = Hash.safeParse((await decoder.decode(hashDecoding, null, original)).toString("latin1"));
      if (!hash.success) throw new ItemError("the decoder made something else than a hash");
      return { sha256, hash: hash.data };
    } catch (error) {
      if (!(error instanceof ItemError)) throw error;
      return { sha256, failure: error.message.slice(0, 1_000) };
    }
  };
  const parallel = imagesPerProcessor * container.vcpus;
  // The main node counts the images of all nodes, so this progress has no reader.
  const each = { parallel, signal, progress: new Progress(), name: ({ sha256 }: ImportedImage) => sha256 };
  await eachItem(images, each, async (image) => onResult(await hashImage(image)));
}
