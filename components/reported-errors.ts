import { CodedError, codedMessage } from "@batchline/diagnostics";
import { RunError } from "@pulumi/pulumi";

/**
 * Returns what `read` returns. Its errors concern files that a person wrote, so Pulumi prints their code and message
 * without a stack trace. @throws {RunError}
 * @example const config = reported(() => loadStackConfig(new Config(), getStack()));
 */
export function reported<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    throw new RunError(cause instanceof CodedError ? codedMessage(cause) : cause.message, { cause });
  }
}
