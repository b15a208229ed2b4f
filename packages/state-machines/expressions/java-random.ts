const multiplier = 0x5deece66dn;
const mask = (1n << 48n) - 1n;

/**
 * The first number in [0, 1) that java.util.Random gives for a seed: Step Functions draws from it.
 * https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/Random.html
 * @param seed A whole number.
 * @example firstDouble(42n) // 0.7275636800328681
 */
export function firstDouble(seed: bigint): number {
  let state = (BigInt.asUintN(64, seed) ^ multiplier) & mask;
  const next = (bits: bigint): number => {
    state = (state * multiplier + 0xbn) & mask;
    return Number(state >> (48n - bits));
  };
  return (next(26n) * 2 ** 27 + next(27n)) / 2 ** 53;
}
