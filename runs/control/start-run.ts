import { randomBytes } from "node:crypto";
import { StartExecutionCommand } from "@aws-sdk/client-sfn";
import type { RunInput } from "../../contract/plan.ts";
import type { Followed } from "../follow/follow-run.ts";
import { type Stack, stateMachineOf } from "../stack/stack.ts";

/**
 * Starts an execution: a new run, or another attempt at the run that `input.resume` names.
 * @throws errors of the AWS SDK
 * @example const started = await startRun(stack, "nightly-report", { tenants: ["acme"] });
 */
export async function startRun(stack: Stack, workflow: string, input: RunInput): Promise<Followed> {
  const stateMachineArn = stateMachineOf(stack, workflow);
  const execution = newRunId(new Date());
  const start = { stateMachineArn, name: execution, input: JSON.stringify(input) };
  await stack.clients.sfn.send(new StartExecutionCommand(start));
  return { workflow, runId: input.resume ?? execution, execution };
}

/** Sorts by time; two of the same second differ: `20261123T215501-4f2a`. */
function newRunId(now: Date): string {
  const time = now.toISOString().slice(0, 19).replace(/[-:]/g, "");
  return `${time}-${randomBytes(2).toString("hex")}`;
}
