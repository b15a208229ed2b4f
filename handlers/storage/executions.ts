import { DescribeExecutionCommand, ExecutionDoesNotExist, type SFNClient } from "@aws-sdk/client-sfn";

/** The ARN of an execution. @example executionArn("arn:aws:states:eu-central-1:000000000000:stateMachine:import", "run-1") */
export function executionArn(stateMachine: string, execution: string): string {
  return `${stateMachine.replace(":stateMachine:", ":execution:")}:${execution}`;
}

/** What Step Functions knows about an execution. */
export interface ExecutionFacts {
  /** Absent if Step Functions does not know the execution. */
  readonly status?: string | undefined;
  /** How often it was redriven. */
  readonly redriveCount: number;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/**
 * Asks Step Functions about an execution. It forgets one 90 days after its end. Its answer may be some seconds old.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
 * @param stateMachine ARN. @param execution Name.
 * @example const { status } = await executionFacts(states, stateMachine, "run-1");
 */
export async function executionFacts(
  states: SFNClient,
  stateMachine: string,
  execution: string,
): Promise<ExecutionFacts> {
  try {
    const command = new DescribeExecutionCommand({ executionArn: executionArn(stateMachine, execution) });
    const { status, redriveCount = 0, error, cause } = await states.send(command);
    return { status, redriveCount, error, cause };
  } catch (cause) {
    if (cause instanceof ExecutionDoesNotExist) return { redriveCount: 0 };
    throw cause;
  }
}

/** Whether the execution runs, or waits for its redrive. @example if (isAlive(await executionFacts(states, stateMachine, "run-1"))) return; */
export function isAlive({ status }: ExecutionFacts): boolean {
  return status === "RUNNING" || status === "PENDING_REDRIVE";
}

/**
 * Whether an execution lives. One that Step Functions does not know is dead, unless it wrote its claim in the last five minutes. Answers
 * may be older than the execution. Errors of the call are thrown: not to know is not to be dead.
 * @param stateMachine ARN.
 * @param execution Name.
 * @param claimedAt When the execution wrote its claim, ISO 8601.
 * @param now Milliseconds since the epoch.
 * @example if (await lives(states, stateMachine, lock.execution, lock.acquiredAt, Date.now())) throw new WorkflowBusyError(workflow, lock);
 */
export async function lives(
  states: SFNClient,
  stateMachine: string,
  execution: string,
  claimedAt: string,
  now: number,
): Promise<boolean> {
  const facts = await executionFacts(states, stateMachine, execution);
  return isAlive(facts) || (facts.status === undefined && isYoung(claimedAt, now));
}

/** Whether Step Functions may not know yet the execution that wrote the claim. @example isYoung("2026-11-23T03:00:00.000Z", Date.now()) */
export function isYoung(claimedAt: string, now: number): boolean {
  return now - Date.parse(claimedAt) < youngMs;
}

const youngMs = 5 * 60_000;
