import type { TenantStore } from "./tenant-store.ts";

/** Keys of one LIST request. */
const keysPerList = 1000;
/** HEAD requests for the price of one LIST request. https://aws.amazon.com/s3/pricing/ */
const headsPerList = 12.5;

/**
 * The keys of `wanted`, all below `prefix`, that exist. It lists from the first to the last: one request answers for a thousand, if most
 * are wanted. When the lists have cost as much as a HEAD for each key, it asks for the rest one by one.
 * @example await existingKeys(store, "images/", ["images/a.jpg", "images/b.jpg"]) // Set { "images/a.jpg" }
 */
export async function existingKeys(
  store: Pick<TenantStore, "keys" | "has">,
  prefix: string,
  wanted: Iterable<string>,
): Promise<ReadonlySet<string>> {
  const missing = new Set([...wanted].sort());
  const existing = new Set<string>();
  const [first] = missing;
  const last = [...missing].at(-1);
  if (first === undefined || last === undefined) return existing;
  let affordable = keysPerList * Math.ceil(missing.size / headsPerList);
  // A key is above every shorter one that begins it.
  for await (const key of store.keys(prefix, first.slice(0, -1))) {
    if (missing.delete(key)) existing.add(key);
    if (key >= last) return existing;
    if (--affordable === 0) return askForEach(store, missing, key, existing);
  }
  return existing;
}

/** Adds the keys of `missing` above `after` that exist. */
async function askForEach(
  store: Pick<TenantStore, "has">,
  missing: ReadonlySet<string>,
  after: string,
  existing: Set<string>,
): Promise<ReadonlySet<string>> {
  const keys = [...missing].filter((key) => key > after).values();
  const ask = async () => {
    for (const key of keys) if (await store.has(key)) existing.add(key);
  };
  await Promise.all(Array.from({ length: 16 }, ask));
  return existing;
}
