import { must } from "@batchline/diagnostics";
import { groupNear } from "./comparison/group-near.ts";
import type { ImportedImage } from "./imported-images.ts";
import type { DuplicateImage, DuplicatesFile } from "./params.ts";

/** Groups the images that have a hash, by the SHA-256 of their bytes. The same bytes at several addresses are a group too. */
export function findGroups(
  images: ReadonlyMap<string, ImportedImage>,
  hashes: ReadonlyMap<string, string>,
  maxDistance: number,
): DuplicatesFile {
  const byHash = Map.groupBy([...images.values()], ({ sha256 }) => hashes.get(sha256));
  byHash.delete(undefined);
  const distinct = [...byHash.keys()].filter((hash) => hash !== undefined);
  const imagesWith = (hash: string) =>
    must(byHash.get(hash), "groups have these hashes").map(({ sha256, urls }) => ({ sha256, hash, urls }));
  const near = groupNear(distinct, maxDistance);
  const grouped = new Set(near.flat());
  const groups = [...near, ...distinct.filter((hash) => !grouped.has(hash)).map((hash) => [hash])]
    .map((members) => members.flatMap(imagesWith).sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1)))
    .filter((members) => members.reduce((sum, { urls }) => sum + urls.length, 0) > 1)
    .sort((a, b) => (firstHash(a) < firstHash(b) ? -1 : 1));
  return { maxDistance, images: hashes.size, groups: groups.map((members) => ({ images: members })) };
}

function firstHash([first]: readonly DuplicateImage[]): string {
  return must(first, "a group has images").sha256;
}
