import { CodedError, isRecord } from "@batchline/diagnostics";
import type { Suspect } from "../close/end-dead-run.ts";
import type { HandlerErrorCode } from "../error-codes.ts";

/**
 * EventBridge's event for an execution that ended.
 * https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export interface ExecutionEvent {
  readonly detail: {
    /** The execution's name. */
    readonly name: string;
    readonly stateMachineArn: string;
    readonly status: "SUCCEEDED" | "ABORTED" | "FAILED" | "TIMED_OUT";
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
export function runIdOf(event: ExecutionEvent): string {
  const { resume } = inputOf(event);
  return typeof resume === "string" ? resume : event.detail.name;
}

/** Whether a schedule started the execution. */
export function isScheduled(event: ExecutionEvent): boolean {
  return inputOf(event).schedule !== undefined;
}

/** Empty if the event has none, or one that is not an object. */
function inputOf({ detail }: ExecutionEvent): Readonly<Record<string, unknown>> {
  try {
    const input: unknown = JSON.parse(String(detail.input));
    return isRecord(input) ? input : {};
  } catch {
    return {};
  }
}

class UnknownMachineError extends CodedError<HandlerErrorCode> {}

/**
 * State machine's ARN → its workflow. @param machines Workflow → its state machine's name.
 * @throws {UnknownMachineError} @example const workflow = machineOwner({ report: "shop-prod-report" })(event.detail.stateMachineArn);
 */
export function machineOwner(
  machines: Readonly<Record<string, string>>,
): (stateMachineArn: string) => string {
  return (stateMachineArn) => {
    const owner = Object.keys(machines).find((workflow) =>
      stateMachineArn.endsWith(`:${machines[workflow]}`),
    );
    if (owner === undefined)
      throw new UnknownMachineError("BL-H010", `${stateMachineArn} belongs to no workflow of this stack`);
    return owner;
  };
}
