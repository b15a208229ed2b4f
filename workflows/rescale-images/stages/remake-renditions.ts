import { imageKeys, originalsPrefix, renditionsFile } from "../../../product-images/keys.ts";
import { makeRenditions, type Original, renditionLines } from "../../../product-images/make-renditions.ts";
import { chunkParams } from "../../../workflow-kit/at-run/chunk-params.ts";
import { BadConfigError } from "../../../workflow-kit/at-run/errors.ts";
import type { Stage, StageContext } from "../../../workflow-kit/at-run/stage.ts";
import { outputKey } from "../../../workflow-kit/at-run/stage-outputs.ts";
import { RescaleImagesParams } from "../params.ts";

/** Makes the renditions of each original in the chunk's range, its items, and writes `renditionsFile`. Complete originals are skipped. */
export const remakeRenditions: Stage = async (context) => {
  const { store } = context;
  const { renditions, maxItemFailures } = chunkParams(context, RescaleImagesParams);
  if (renditions === undefined)
    throw new BadConfigError(`chunk ${context.chunk.index} has no renditions to make`);
  const originals = await originalsOf(context);
  const made = await makeRenditions(context, originals, renditions, ({ key }) => store.url(key));

  const lines = originals
    .filter(({ sha256 }) => made.has(sha256))
    .map(({ sha256 }) => ({ sha256, renditions: renditionLines(sha256, renditions) }));
  await store.putLines(outputKey(context, renditionsFile), lines);
  return { items: "images", maxItemFailures };
};

/** The chunk's originals that exist now. A resumed chunk also finds originals that were added in its range. */
async function originalsOf({ chunk, store }: StageContext): Promise<Original[]> {
  if (chunk.items === undefined)
    throw new BadConfigError(`chunk ${chunk.index} does not say which images it covers`);
  const { after, through } = chunk.items;
  const originals: Original[] = [];
  const keys = store.keys(originalsPrefix, after === undefined ? undefined : imageKeys.original(after));
  for await (const key of keys) {
    const sha256 = key.slice(originalsPrefix.length);
    if (sha256 > through) break;
    originals.push({ sha256, key });
  }
  return originals;
}
