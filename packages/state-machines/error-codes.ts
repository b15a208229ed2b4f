import type { ErrorCodes } from "@batchline/diagnostics";

/** The interpreter's own errors. A failure that a machine can see also has AWS's name, such as States.Timeout. */
export const errorCodes = {
  "BL-M001": {
    means: "A state failed. Retry and Catch see the error's name and cause.",
    fix: "Correct what the cause says, or handle the error in the machine.",
  },
  "BL-M002": {
    means: "A JSONata expression failed or returned nothing.",
    fix: "Correct the expression in the field that the message names.",
  },
  "BL-M003": {
    means: "A task or branch was aborted: the execution was stopped, or another branch failed.",
    fix: "See why the execution ended.",
  },
  "BL-M004": {
    means: "An object in S3 does not hold items that a distributed Map can read.",
    fix: "Correct the object, or the Map's ReaderConfig.",
  },
  "BL-M005": {
    means: "The mock of a tested state does not fit the state.",
    fix: "Correct the mock or the state's configuration in the call of TestState.",
  },
} as const satisfies ErrorCodes;
