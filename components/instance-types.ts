import type { Architecture } from "./worker-image.ts";

/**
 * Families for work that needs CPU and a moderate amount of memory, two generations of compute and general purpose: the
 * more pools Spot can choose from, the more rarely it takes an instance back.
 */
export const defaultInstanceTypes = {
  arm64: ["c7g", "m7g", "c6g", "m6g"],
  x86_64: ["c7i", "m7i", "c6i", "m6i", "c6a", "m6a"],
} as const satisfies Record<Architecture, readonly string[]>;
