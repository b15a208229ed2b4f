import type { RunStatus } from "../../runs/records/list-runs.ts";

/** What the commands call a run's status, in their output and as `--status`. */
export const statusWords = {
  RUNNING: "running",
  SUCCEEDED: "succeeded",
  FAILED: "failed",
  TIMED_OUT: "timed-out",
  ABORTED: "stopped",
} as const satisfies Record<RunStatus, string>;

/** The word for a status in Step Functions' words, also for one that runs seldom have. @example statusWord("ABORTED") // "stopped" */
export function statusWord(status: string): string {
  return new Map<string, string>(Object.entries(statusWords)).get(status) ?? status.toLowerCase();
}
