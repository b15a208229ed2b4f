import { type Bits, bitsOf, distance } from "./hamming.ts";

/**
 * Groups of two and more hashes that are near each other: whoever differs from some member in at most `maxDistance` bits belongs to
 * its group (single linkage). `hashes` are distinct, 16 hexadecimal digits each. Groups, and the hashes in them, are in
 * order, whatever the order of the input.
 *
 * Hashes that differ in d bits agree on at least one of d + 1 bands of their bits, so that only those that share a band are compared
 * (multi-index hashing: M. Norouzi, A. Punjani, D. J. Fleet, CVPR 2012). Nothing near is missed.
 */
export function groupNear(hashes: readonly string[], maxDistance: number): string[][] {
  const sorted = hashes.toSorted();
  const bits = sorted.map(bitsOf);
  const sets = new DisjointSets(sorted.length);
  for (const band of bandsOf(maxDistance + 1)) {
    for (const bucket of buckets(bits, band)) joinNear(bucket, bits, maxDistance, sets);
  }
  const groups = new Map<number, string[]>();
  sorted.forEach((hash, index) => {
    const root = sets.rootOf(index);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [hash]);
    else group.push(hash);
  });
  return [...groups.values()].filter(({ length }) => length > 1);
}

/** 64 bits cut into `count` bands of nearly the same width, each as the mask of its bits. */
function bandsOf(count: number): Bits[] {
  return Array.from({ length: count }, (_, band) => {
    const from = Math.floor((64 * band) / count);
    const to = Math.floor((64 * (band + 1)) / count);
    const mask = ((1n << BigInt(to - from)) - 1n) << BigInt(from);
    return { high: Number(mask >> 32n), low: Number(mask & 0xffffffffn) };
  });
}

/** The places of the hashes, by what they have in the band. */
function buckets(bits: readonly Bits[], band: Bits): Iterable<readonly number[]> {
  const byBand = new Map<string, number[]>();
  bits.forEach(({ high, low }, index) => {
    const key = `${high & band.high} ${low & band.low}`;
    const bucket = byBand.get(key);
    if (bucket === undefined) byBand.set(key, [index]);
    else bucket.push(index);
  });
  return byBand.values();
}

function joinNear(bucket: readonly number[], bits: readonly Bits[], maxDistance: number, sets: DisjointSets) {
  bucket.forEach((a, position) => {
    for (const b of bucket.slice(position + 1)) {
      if (distance(bits[a]!, bits[b]!) <= maxDistance) sets.join(a, b);
    }
  });
}

/** Union-find over 0…size−1. */
class DisjointSets {
  readonly #parents: number[];

  constructor(size: number) {
    this.#parents = Array.from({ length: size }, (_, index) => index);
  }

  rootOf(element: number): number {
    let root = element;
    while (this.#parents[root] !== root) root = this.#parents[root] ?? root;
    this.#parents[element] = root;
    return root;
  }

  /** The smaller root becomes the root of both. */
  join(a: number, b: number): void {
    const [rootA, rootB] = [this.rootOf(a), this.rootOf(b)];
    this.#parents[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
  }
}
