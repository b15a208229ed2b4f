/**
 * What EventBridge says of an execution that ended otherwise than by its own Succeed.
 * https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export interface ExecutionEvent {
  readonly detail: {
    /** The execution's name. */
    readonly name: string;
    readonly stateMachineArn: string;
    readonly status: "ABORTED" | "FAILED" | "TIMED_OUT";
    /** JSON; absent when it was too large for an event. */
    readonly input?: string | null;
    readonly cause?: string | null;
  };
}

/** The run that the execution was an attempt at. */
export function runIdOf({ detail }: ExecutionEvent): string {
  try {
    const input: unknown = JSON.parse(detail.input ?? "null");
    const resume =
      typeof input === "object" && input !== null && "resume" in input ? input.resume : undefined;
    return typeof resume === "string" ? resume : detail.name;
  } catch {
    return detail.name;
  }
}
