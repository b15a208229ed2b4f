import { isRecord } from "@batchline/diagnostics";
import type { Suspect } from "../close/end-dead-run.ts";

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
    /** How often it was redriven before it ended so. @default 0 */
    readonly redriveCount?: number;
  };
}

/** The execution of an event, which is dead unless it was redriven since. @example await endDeadRun(options, suspectOf(event, "nightly-report")); */
export function suspectOf(event: ExecutionEvent, workflow: string): Suspect {
  const {
    name: execution,
    stateMachineArn: stateMachine,
    status,
    error,
    cause,
    redriveCount = 0,
  } = event.detail;
  const reported = { status, error: error ?? undefined, cause: cause ?? undefined, redriveCount };
  return { workflow, runId: runIdOf(event), execution, stateMachine, event: reported };
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
