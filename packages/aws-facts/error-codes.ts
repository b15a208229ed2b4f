import { CodedError, type ErrorCodes } from "@batchline/diagnostics";

/** Errors of the facts about AWS. docs/errors.md lists them. */
export const errorCodes = {
  "BL-F001": {
    means: "The parts of an instance's user data cannot be composed.",
    fix: "Correct the part in the message, or fetch large files at boot.",
  },
  "BL-F002": {
    means: "User data is not a MIME multipart message that AWS Batch accepts.",
    fix: "Correct the line in the message, or compose the user data with mimeMultipart.",
  },
} as const satisfies ErrorCodes;

/**
 * User data that AWS Batch or EC2 would refuse.
 * @example throw new UserDataError("BL-F001", "user data needs at least one part");
 */
export class UserDataError extends CodedError<keyof typeof errorCodes> {}
