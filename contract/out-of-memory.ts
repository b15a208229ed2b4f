import { exitCode } from "./exit-codes.ts";

/** The start of ECS's reason for a container that was killed at its memory limit. https://docs.aws.amazon.com/batch/latest/userguide/memory-management.html */
export const outOfMemoryReason = "OutOfMemory";

/**
 * Whether a container ended because its memory was full: killed at its limit, or by V8, whose heap has half of the container's memory.
 * @example ranOutOfMemory(job.container) // { exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" }
 */
export function ranOutOfMemory(
  container: { readonly reason?: string | undefined; readonly exitCode?: number | undefined } = {},
): boolean {
  return container.exitCode === exitCode.heapFull || container.reason?.startsWith(outOfMemoryReason) === true;
}
