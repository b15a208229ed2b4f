import { DescribeExecutionCommand, ExecutionDoesNotExist, type SFNClient } from "@aws-sdk/client-sfn";

/** The ARN of an execution. @example executionArn("arn:aws:states:eu-central-1:000000000000:stateMachine:import", "run-1") */
export function executionArn(stateMachine: string, execution: string): string {
  return `${stateMachine.replace(":stateMachine:", ":execution:")}:${execution}`;
}

/**
 * Whether an execution runs, or waits for its redrive. Step Functions forgets an execution 90 days after its end, so one that it does
 * not know is dead. But it answers with a delay, so one that it does not know is alive for five minutes after `claimedAt`.
 * Errors of the call are thrown: not to know is not to be dead.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
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
  try {
    const command = new DescribeExecutionCommand({ executionArn: executionArn(stateMachine, execution) });
    const { status } = await states.send(command);
    return status === "RUNNING" || status === "PENDING_REDRIVE";
  } catch (cause) {
    if (cause instanceof ExecutionDoesNotExist) return now - Date.parse(claimedAt) < youngMs;
    throw cause;
  }
}

const youngMs = 5 * 60_000;
