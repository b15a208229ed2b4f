/** A CRC whose bits are reflected, and which begins and ends with all bits set. */
interface ReflectedCrc {
  readonly bits: bigint;
  readonly polynomial: bigint;
}

const crcs = {
  CRC32: { bits: 32n, polynomial: 0xedb88320n },
  CRC32C: { bits: 32n, polynomial: 0x82f63b78n },
  CRC64NVME: { bits: 64n, polynomial: 0x9a6c9329ac4bc9b5n },
} as const satisfies Readonly<Record<string, ReflectedCrc>>;

export type CombinableAlgorithm = keyof typeof crcs;

export function isCombinable(algorithm: string): algorithm is CombinableAlgorithm {
  return Object.hasOwn(crcs, algorithm);
}

/**
 * Returns a function for the CRC of two texts in a row, from the CRC of each and the second's length in bytes. In base64. zlib's
 * `crc32_combine` does the same. https://github.com/madler/zlib/blob/develop/crc32.c
 */
export function combinerOf(
  algorithm: CombinableAlgorithm,
): (first: string, second: string, secondLength: number) => string {
  const crc = crcs[algorithm];
  // Most parts of an upload are of one length.
  const powers = new Map<number, bigint>();
  return (first, second, secondLength) => {
    const factor = powers.get(secondLength) ?? power(crc, secondLength * 8);
    powers.set(secondLength, factor);
    const sum = product(crc, factor, fromBase64(first)) ^ fromBase64(second);
    const hex = sum.toString(16).padStart(Number(crc.bits) / 4, "0");
    return Buffer.from(hex, "hex").toString("base64");
  };
}

function fromBase64(text: string): bigint {
  return BigInt(`0x${Buffer.from(text, "base64").toString("hex")}`);
}

/** x to the power of `exponent`, modulo the polynomial. The highest bit is x to the power of 0. */
function power(crc: ReflectedCrc, exponent: number): bigint {
  const one = 1n << (crc.bits - 1n);
  let result = one;
  let factor = one >> 1n;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = product(crc, factor, result);
    factor = product(crc, factor, factor);
  }
  return result;
}

/** Multiplies two polynomials modulo the CRC's. */
function product({ bits, polynomial }: ReflectedCrc, a: bigint, b: bigint): bigint {
  let sum = 0n;
  let shifted = b;
  for (let bit = bits - 1n; bit >= 0n; bit--) {
    if ((a >> bit) & 1n) sum ^= shifted;
    shifted = shifted & 1n ? (shifted >> 1n) ^ polynomial : shifted >> 1n;
  }
  return sum;
}
