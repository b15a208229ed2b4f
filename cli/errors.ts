import { CodedError } from "@batchline/diagnostics";
import type { CliErrorCode } from "./error-codes.ts";

/** Wrong usage: exit 2. */
export class UsageError extends CodedError<CliErrorCode> {}

/** The command failed: exit 1. The message is enough for a person. */
export class CommandFailure extends CodedError<CliErrorCode> {}

/** Exit codes of every `batchline` command. */
export const exitStatus = {
  ok: 0,
  /** A failed command or run, a violation, an invalid tenant. */
  wrong: 1,
  usage: 2,
  /** SIGHUP: the terminal was closed. */
  hungUp: 129,
  /** Ctrl-C. */
  interrupted: 130,
  /** SIGTERM. */
  terminated: 143,
} as const;
