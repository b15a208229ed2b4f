/**
 * The name of an attempt at a stage, which its outputs have in their keys. All nodes of a multi-node job have the same.
 * @param jobId As Batch sets it. @param attempt From 1.
 * @example outputAttempt("1c0e4d5f-8a1b-4f3e-9d55-3f6a2b7c8d90:12", 2) // "1c0e4d5f-8a1b-4f3e-9d55-3f6a2b7c8d90-12-2"
 */
export function outputAttempt(jobId: string, attempt: number): string {
  return `${jobId.replace(/#\d+$/, "").replace(":", "-")}-${attempt}`;
}

/**
 * Whether a record's attempt may be one. A container may write anything under its own chunk's key, and a plan has the attempts of all tenants.
 * @example isOutputAttempt("1c0e4d5f-8a1b-4f3e-9d55-3f6a2b7c8d90-1") // true
 */
export function isOutputAttempt(attempt: unknown): attempt is string {
  return typeof attempt === "string" && /^[\w-]{1,100}$/.test(attempt);
}
