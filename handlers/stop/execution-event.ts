import { isRecord } from "@batchline/diagnostics";

/**
 * EventBridge's event for an execution that was aborted, failed or timed out.
 * https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export interface ExecutionEvent {
  readonly detail: {
    /** The execution's name. */
    readonly name: string;
    readonly stateMachineArn: string;
    readonly status: "ABORTED" | "FAILED" | "TIMED_OUT";
    /** JSON; absent if it was too large for an event. */
    readonly input?: string | null;
    /** Only of one that failed, or whose stop has a reason. */
    readonly error?: string | null;
    readonly cause?: string | null;
  };
}

/** The id of the run that the execution worked on. */
export function runIdOf({ detail }: ExecutionEvent): string {
  try {
    const input: unknown = JSON.parse(String(detail.input));
    return isRecord(input) && typeof input.resume === "string" ? input.resume : detail.name;
  } catch {
    return detail.name;
  }
}
