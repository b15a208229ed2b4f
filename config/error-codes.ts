import type { ErrorCodes } from "@batchline/diagnostics";

/** What can be wrong with a stack's configuration. Each message ends with the command that fixes it. */
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
    means:
      "A stage requests GPUs, and the stack's processor architecture has no ECS image with NVIDIA's drivers.",
    fix: "Set batchline:architecture to x86_64.",
  },
  "BL-C006": {
    means: "Stages use consumable resources or secrets that the stack does not define.",
    fix: "Set the entries with the commands of the message.",
  },
} as const satisfies ErrorCodes;

export type ConfigErrorCode = keyof typeof errorCodes;
