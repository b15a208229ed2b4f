import type { Outcome } from "../scheduler/attempt.ts";
import { statusReasons } from "../scheduler/status-reasons.ts";

const notStarted = "Task failed to start";

/** Outcome of a job whose image does not exist. */
export function cannotPull(image: string): Outcome {
  return {
    statusReason: notStarted,
    reason: `CannotPullContainerError: Error response from daemon: manifest for ${image} not found: manifest unknown: Requested image not found`,
  };
}

/** Outcome of a job whose container ECS could not prepare. */
export function cannotInitialise(why: string): Outcome {
  return { statusReason: notStarted, reason: `ResourceInitializationError: ${why}` };
}

/** Outcome of a job whose role does not trust ECS. */
export function cannotAssume(why: string): Outcome {
  return { statusReason: notStarted, reason: why };
}

/** Outcome of a job whose program cannot start. Exit codes as in a shell: 127 not found, 126 not executable. */
export function cannotStart(program: string, cause: unknown): Outcome {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  let what = String(cause);
  if (code === "ENOENT") what = "executable file not found in $PATH";
  if (code === "EACCES") what = "permission denied";
  return {
    statusReason: notStarted,
    exitCode: code === "ENOENT" ? 127 : 126,
    reason: `CannotStartContainerError: Error response from daemon: failed to create task for container: exec: "${program}": ${what}: unknown`,
  };
}

/** Outcome of a container that exceeded its memory limit: SIGKILL, and ECS's reason. */
export const outOfMemory: Outcome = {
  statusReason: statusReasons.exited,
  exitCode: 137,
  reason: "OutOfMemoryError: Container killed due to memory usage",
};
