import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { feedBytes } from "./supplier/feeds.ts";
import { imageBytes, imageType } from "./supplier/photo.ts";
import type { Shop } from "./supplier/shop.ts";
import { sampleShops } from "./supplier/shops.ts";

/** A file of a sample tenant's data. */
interface SampleFile {
  readonly tenant: string;
  /** Below the tenant's prefix. */
  readonly key: string;
  /** Its path. */
  readonly file: string;
  readonly contentType: string;
}

/** Below each tenant's prefix. `tenants/*.yaml` name the feeds in it. */
const folder = "supplier";

/** A tenant of a stack. */
interface DeployedTenant {
  readonly id: string;
  /** Workflow → parameters. */
  readonly workflows: object;
}

/**
 * Writes what the suppliers of the sample tenants deliver to a folder: feeds, and the images in them. The feeds name the images as objects
 * below the tenant's own prefix.
 * @param tenants Those that have the id of a sample, but not its feed, get no files: they are somebody else. @default all samples
 * @example const files = await writeSampleFiles(".local/samples", loadTenants("tenants"));
 */
export async function writeSampleFiles(
  dir: string,
  tenants?: readonly DeployedTenant[],
): Promise<readonly SampleFile[]> {
  const shops = sampleShops((_, path) => objectBelow(path)).filter(
    (shop) => tenants === undefined || tenants.some((tenant) => isSample(tenant, shop)),
  );
  return (await Promise.all(shops.map((shop) => writeShop(dir, shop)))).flat();
}

const objectBelow = (path: string) => `s3:///${folder}${path}`;

function isSample({ id, workflows }: DeployedTenant, { id: sample, feed }: Shop): boolean {
  return id === sample && JSON.stringify(workflows).includes(JSON.stringify(objectBelow(feed.path)));
}

async function writeShop(dir: string, shop: Shop): Promise<SampleFile[]> {
  const write = async (path: string, contentType: string, bytes: Buffer): Promise<SampleFile> => {
    const key = `${folder}${path}`;
    const file = join(dir, shop.id, key);
    await mkdir(dirname(file), { recursive: true });
    // Another program may read the file at the same time.
    const aside = `${file}-${process.pid}`;
    await writeFile(aside, bytes);
    await rename(aside, file);
    return { tenant: shop.id, key, file, contentType };
  };
  const images = [...shop.images].map(async ([path, image]) => {
    const bytes = await imageBytes(image, path);
    return bytes === undefined ? [] : [await write(path, imageType(path), bytes)];
  });
  const feed = write(shop.feed.path, shop.feed.contentType, feedBytes(shop));
  return [await feed, ...(await Promise.all(images)).flat()];
}
