import { RunError } from "@pulumi/pulumi";

/**
 * What `read` gives. What it throws is about a file that someone wrote, not about the program: Pulumi then prints the message
 * alone, without a stack.
 */
export function explained<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    throw new RunError(cause.message, { cause });
  }
}
