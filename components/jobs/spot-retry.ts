import { neverRetried } from "../../contract/exit-codes.ts";

/**
 * Retries a job whose instance was reclaimed. Does not retry after the exit codes of `neverRetried`. Otherwise retries
 * while attempts are left, as Batch does if no rule matches. Batch allows five rules.
 * https://docs.aws.amazon.com/batch/latest/APIReference/API_EvaluateOnExit.html
 */
export function retryStrategy(attempts: number) {
  const evaluateOnExits: { action: "RETRY" | "EXIT"; onStatusReason?: string; onExitCode?: string }[] = [
    { action: "RETRY", onStatusReason: "Host EC2*" },
    ...neverRetried.map((code) => ({ action: "EXIT" as const, onExitCode: String(code) })),
  ];
  return { attempts, evaluateOnExits };
}
