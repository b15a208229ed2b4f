import { CodedError } from "@batchline/diagnostics";
import type { CliErrorCode } from "./error-codes.ts";

/** The command was used wrongly: exit 2. */
export class UsageError extends CodedError<CliErrorCode> {}

/** The command was used rightly but failed: exit 1. The message is all that a person needs. */
export class CommandFailure extends CodedError<CliErrorCode> {}

/** Exit codes of every `batchline` command. */
export const exitStatus = {
  /** It did, and all is well. */
  ok: 0,
  /** It did, and something is wrong: a failed run, a violation, an invalid tenant. */
  wrong: 1,
  /** The command was used wrongly. */
  usage: 2,
  /** SIGHUP: the terminal was closed. */
  hungUp: 129,
  /** Ctrl-C. */
  interrupted: 130,
  /** SIGTERM. */
  terminated: 143,
} as const;
