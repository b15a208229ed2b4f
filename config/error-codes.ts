import type { ErrorCodes } from "@batchline/diagnostics";

/**
 * What can be wrong with settings. A message about a stack's configuration ends with the command that fixes it. The component
 * Batchline reports its settings with the same codes.
 */
export const errorCodes = {
  "BL-C001": {
    means: "A setting has the wrong type, for example text where a number belongs.",
    fix: "Set a value of the type that the message names.",
  },
  "BL-C002": {
    means: "A setting has a value that is not allowed: out of range, malformed, or not one of the choices.",
    fix: "Set one of the values that the message names.",
  },
  "BL-C003": {
    means: "A setting needs another one that is not set, for example vpcId without subnetIds.",
    fix: "Set the setting that the message names, or remove the first one.",
  },
  "BL-C004": {
    means: "Two settings contradict each other, for example spot: false with an on-demand fallback.",
    fix: "Change one of them as the message proposes.",
  },
  "BL-C005": {
    means: "A stage requests GPUs, and the processor architecture has no ECS image with NVIDIA's drivers.",
    fix: "Set architecture to x86_64.",
  },
  "BL-C006": {
    means: "Stages use consumable resources or secrets that the settings do not define.",
    fix: "Set the entries that the message names.",
  },
} as const satisfies ErrorCodes;

export type ConfigErrorCode = keyof typeof errorCodes;
