/** 64 bits as two unsigned 32-bit halves, which compare faster than a BigInt. */
export interface Bits {
  readonly high: number;
  readonly low: number;
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
