import type { TenantStore } from "./tenant-store.ts";

/** S3 lists up to so many keys a request. */
const keysPerList = 1000;
/** A LIST request costs as much as so many HEAD requests. https://aws.amazon.com/s3/pricing/ */
const headsPerList = 12.5;

/**
 * Which of the keys `wanted`, all below `prefix`, there are. By listing, from the first to the last of them:
 * when most of what is listed is wanted, a request tells of a thousand. A chunk that is a small share of its
 * tenant finds little of its own there: once the lists have cost as much as asking for each key, the rest is
 * asked for one by one.
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

/** Adds those of `missing` above `after` that there are. */
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
