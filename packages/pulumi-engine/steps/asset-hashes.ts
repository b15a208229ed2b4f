import { hash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, posix, resolve } from "node:path";
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
import { type ArchivedFile, tarHash } from "./tar-hash.ts";

/**
 * The inputs with Pulumi's hashes of their assets and archives, by which a change of content shows. Content at a URL has none.
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
  if (asset instanceof AssetArchive)
    return new AssetArchive(asset.assets, tarHash(await filesOfParts(asset, root)));
  if (asset instanceof StringAsset) return new StringAsset(asset.text, hash("sha256", asset.text));
  const path = resolve(root, asset.path);
  return reading(asset, async () => {
    if (asset instanceof FileAsset) return new FileAsset(asset.path, hash("sha256", await readFile(path)));
    const digest = (await stat(path)).isDirectory()
      ? tarHash(await filesOfFolder(path))
      : hash("sha256", await readFile(path));
    return new FileArchive(asset.path, digest);
  });
}

/** A part at a URL counts with its URL, and an archive file as one file. Pulumi counts their contents. */
async function filesOfParts({ assets }: AssetArchive, root: string): Promise<ArchivedFile[]> {
  const parts = Object.entries(assets).toSorted(([a], [b]) => byBytes(a, b));
  const files = parts.map(async ([name, part]): Promise<ArchivedFile[]> => {
    const inside = ({ name: file, content }: ArchivedFile) => ({ name: posix.join(name, file), content });
    if (part instanceof AssetArchive) return (await filesOfParts(part, root)).map(inside);
    if (part instanceof StringAsset) return [{ name, content: Buffer.from(part.text) }];
    if (part instanceof RemoteAsset || part instanceof RemoteArchive)
      return [{ name, content: Buffer.from(part.uri) }];
    const path = resolve(root, part.path);
    return reading(part, async () =>
      (await stat(path)).isDirectory()
        ? (await filesOfFolder(path)).map(inside)
        : [{ name, content: await readFile(path) }],
    );
  });
  return (await Promise.all(files)).flat();
}

/** In the order of Go's filepath.Walk. Links to folders, and Pulumi's own folder, are left out. */
async function filesOfFolder(folder: string): Promise<ArchivedFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries
    .filter(({ name }) => name !== ".pulumi")
    .toSorted((a, b) => byBytes(a.name, b.name))
    .map(async (entry): Promise<ArchivedFile[]> => {
      const { name } = entry;
      const path = join(folder, name);
      if (entry.isDirectory())
        return (await filesOfFolder(path)).map((file) => ({ ...file, name: `${name}/${file.name}` }));
      if (entry.isSymbolicLink() && (await stat(path)).isDirectory()) return [];
      return [{ name, content: await readFile(path) }];
    });
  return (await Promise.all(files)).flat();
}

async function reading<T>({ path }: FileAsset | FileArchive, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw new Error(`its asset ${path} cannot be read`, { cause });
  }
}

/** As Go compares strings. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
