import type { Outcome } from "../scheduler/job.ts";
import { statusReasons } from "../scheduler/status-reasons.ts";

const notStarted = "Task failed to start";

/** The outcome of a job whose image is not there. */
export function cannotPull(image: string): Outcome {
  return {
    statusReason: notStarted,
    reason: `CannotPullContainerError: Error response from daemon: manifest for ${image} not found: manifest unknown: Requested image not found`,
  };
}

/** The outcome of a job of which ECS could not bring about what the container needs. */
export function cannotInitialise(why: string): Outcome {
  return { statusReason: notStarted, reason: `ResourceInitializationError: ${why}` };
}

/** The outcome of a job whose first program cannot be started; the exit code is a shell's: 127 not found, 126 not runnable. */
export function cannotStart(program: string, cause: unknown): Outcome {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  const what =
    code === "ENOENT"
      ? "executable file not found in $PATH"
      : code === "EACCES"
        ? "permission denied"
        : String(cause);
  return {
    statusReason: notStarted,
    exitCode: code === "ENOENT" ? 127 : 126,
    reason: `CannotStartContainerError: Error response from daemon: failed to create task for container: exec: "${program}": ${what}: unknown`,
  };
}

/** The outcome of a container that took more memory than its limit: the kernel's SIGKILL, and ECS's words for it. */
export const outOfMemory: Outcome = {
  statusReason: statusReasons.exited,
  exitCode: 137,
  reason: "OutOfMemoryError: Container killed due to memory usage",
};
