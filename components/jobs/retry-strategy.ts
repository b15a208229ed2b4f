import { neverRetried } from "../../contract/exit-codes.ts";

/** Batch's words for what to do when an attempt ended; see https://docs.aws.amazon.com/batch/latest/APIReference/API_EvaluateOnExit.html */
export interface EvaluateOnExit {
  readonly action: "RETRY" | "EXIT";
  readonly onStatusReason?: string;
  readonly onExitCode?: string;
}

/**
 * When to try a stage again: when its instance was taken away, never after an exit code that says so, else as long as
 * there are attempts left, which is what Batch does where no rule matches. Batch takes at most five rules.
 */
export function retryStrategy(attempts: number): { attempts: number; evaluateOnExits: EvaluateOnExit[] } {
  return {
    attempts,
    evaluateOnExits: [
      { action: "RETRY", onStatusReason: "Host EC2*" },
      ...neverRetried.map((code) => ({ action: "EXIT" as const, onExitCode: String(code) })),
    ],
  };
}
