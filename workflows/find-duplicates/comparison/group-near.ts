/** 64 bits as two unsigned 32-bit halves, which compare faster than a BigInt. */
interface Bits {
  readonly high: number;
  readonly low: number;
}

/**
 * Groups of at least two hashes. A hash belongs to a group if it differs from a member in at most `maxDistance` bits (single linkage).
 * `hashes` are distinct, with 16 hexadecimal digits each. Groups, and the hashes in them, are sorted.
 * Hashes that differ in d bits share at least one of d + 1 bands of bits, so only hashes with a common band are compared. This is
 * multi-index hashing (M. Norouzi, A. Punjani, D. J. Fleet, CVPR 2012) and misses nothing.
 */
export function groupNear(hashes: readonly string[], maxDistance: number): string[][] {
  const sorted = hashes.toSorted();
  const bits = sorted.map(bitsOf);
  const sets = new DisjointSets(sorted.length);
  for (const band of bandsOf(maxDistance + 1)) {
    for (const bucket of buckets(bits, band)) joinNear(bucket, bits, maxDistance, sets);
  }
  const groups = Map.groupBy(sorted, (_, index) => sets.rootOf(index));
  return [...groups.values()].filter(({ length }) => length > 1);
}

/** The masks of `count` bands of 64 bits, of nearly the same width. */
function bandsOf(count: number): Bits[] {
  return Array.from({ length: count }, (_, band) => {
    const from = Math.floor((64 * band) / count);
    const to = Math.floor((64 * (band + 1)) / count);
    const mask = ((1n << BigInt(to - from)) - 1n) << BigInt(from);
    return { high: Number(mask >> 32n), low: Number(mask & 0xffffffffn) };
  });
}

/** The indexes of the hashes, by their bits in the band. */
function buckets(bits: readonly Bits[], band: Bits): Iterable<readonly number[]> {
  const inBand = ({ high, low }: Bits) => `${high & band.high} ${low & band.low}`;
  return Map.groupBy(bits.keys(), (index) => inBand(bits[index]!)).values();
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
    while (this.#parents[root] !== root) root = this.#parents[root]!;
    this.#parents[element] = root;
    return root;
  }

  /** The smaller root becomes the root of both. */
  join(a: number, b: number): void {
    const [rootA, rootB] = [this.rootOf(a), this.rootOf(b)];
    this.#parents[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
  }
}

/** `hash`: 16 hexadecimal digits. */
export function bitsOf(hash: string): Bits {
  return { high: Number.parseInt(hash.slice(0, 8), 16), low: Number.parseInt(hash.slice(8), 16) };
}

/** The number of bits in which the two differ, 0–64. */
export function distance(a: Bits, b: Bits): number {
  return ones(a.high ^ b.high) + ones(a.low ^ b.low);
}

/** The number of set bits (H. S. Warren, "Hacker's Delight", 5–1). */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
