import type { StackConfig } from "./stack.ts";

/**
 * The instance families that are used where the configuration names none: two generations of compute-optimised and
 * general-purpose ones. The more pools Spot can choose from, the more rarely it takes an instance back.
 */
export const defaultInstanceTypes = {
  arm64: ["c7g", "m7g", "c6g", "m6g"],
  x86_64: ["c7i", "m7i", "c6i", "m6i", "c6a", "m6a"],
} as const satisfies Record<StackConfig["architecture"], readonly string[]>;

/**
 * Families with NVIDIA GPUs, one a 4 vCPUs in their smallest size. There are none for arm64: AWS's ECS image with NVIDIA's
 * drivers does not run on Graviton. https://docs.aws.amazon.com/batch/latest/APIReference/API_Ec2Configuration.html
 */
export const defaultGpuInstanceTypes = ["g4dn", "g5", "g6"] as const;

/** The processor of an instance type or family: a `g` after the generation, as in `m7g` and `c7gn.xlarge`, is for Graviton. */
export function architectureOf(type: string): StackConfig["architecture"] {
  return /^(a1\b|[a-z]+\d+g|default_arm64)/.test(type) ? "arm64" : "x86_64";
}
