import { createHash, type Hash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
  type Archive,
  type Asset,
  AssetArchive,
  FileArchive,
  FileAsset,
  isAsset,
  RemoteArchive,
  RemoteAsset,
  StringAsset,
} from "../protocol/assets.ts";
import { isMap } from "../protocol/compare-properties.ts";
import type { PropertyMap, PropertyValue } from "../protocol/property.ts";

/**
 * The inputs with the hashes of their assets and archives, by which a change of content shows. Content at a URL has none. Assets have
 * Pulumi's hash, archives have not: after `pulumi stack import`, the first `pulumi up` updates resources with archives.
 * @param root Where relative paths start.
 */
export async function withAssetHashes(inputs: PropertyMap, root: string): Promise<PropertyMap> {
  const entries = Object.entries(inputs).map(async ([name, value]) => [name, await hashed(value, root)]);
  return Object.fromEntries(await Promise.all(entries)) as PropertyMap;
}

async function hashed(value: PropertyValue, root: string): Promise<PropertyValue> {
  if (isAsset(value)) return hashedAsset(value, root);
  if (Array.isArray(value)) return Promise.all(value.map((item: PropertyValue) => hashed(item, root)));
  return isMap(value) ? withAssetHashes(value, root) : value;
}

async function hashedAsset(asset: Asset | Archive, root: string): Promise<Asset | Archive> {
  if (asset.hash !== undefined || asset instanceof RemoteAsset || asset instanceof RemoteArchive)
    return asset;
  const hash = createHash("sha256");
  if (asset instanceof AssetArchive) {
    const parts = Object.entries(asset.assets).toSorted(([a], [b]) => (a < b ? -1 : 1));
    for (const [name, part] of parts) {
      const { hash: content } = await hashedAsset(part, root);
      hash.update(`${name}\0${content ?? JSON.stringify(part)}\0`);
    }
    return new AssetArchive(asset.assets, hash.digest("hex"));
  }
  if (asset instanceof StringAsset) return new StringAsset(asset.text, hash.update(asset.text).digest("hex"));
  try {
    await addFile(hash, resolve(root, asset.path));
  } catch (cause) {
    throw new Error(`its asset ${asset.path} cannot be read`, { cause });
  }
  const digest = hash.digest("hex");
  return asset instanceof FileAsset ? new FileAsset(asset.path, digest) : new FileArchive(asset.path, digest);
}

/** A folder counts with the names and contents of its files. */
async function addFile(hash: Hash, path: string): Promise<void> {
  if (!(await stat(path)).isDirectory()) {
    hash.update(await readFile(path));
    return;
  }
  const names = (await readdir(path)).toSorted();
  for (const name of names) {
    const inner = createHash("sha256");
    await addFile(inner, join(path, name));
    hash.update(`${name}\0${inner.digest("hex")}\0`);
  }
}
