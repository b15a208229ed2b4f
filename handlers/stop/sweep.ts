import { tableKeys } from "../../contract/record-keys.ts";
import type { LockRecord } from "../../contract/records.ts";
import { type EndOptions, endDeadRun } from "../close/end-dead-run.ts";
import type { SweepAction } from "./sweep-action.ts";
import { sweepJobs } from "./sweep-jobs.ts";

/**
 * Finds what every event missed, because AWS may lose events. Ends each run whose execution is dead but holds its workflow's lock. Then
 * terminates jobs whose run does not go on. A workflow that cannot be swept does not keep the others from it.
 * @param machines Workflow → its state machine's ARN. @param log Writes one line.
 * @throws {AggregateError} if something could not be swept
 * @example await sweep(options, new Map([["nightly-report", stateMachineArn]]), console.log);
 */
export async function sweep(
  options: EndOptions,
  machines: ReadonlyMap<string, string>,
  log: (action: SweepAction) => void,
): Promise<void> {
  const problems: unknown[] = [];
  const step = (work: Promise<void>) => work.catch((cause: unknown) => problems.push(cause));
  for (const [workflow, stateMachine] of machines)
    await step(sweepLock(options, workflow, stateMachine, log));
  await step(sweepJobs(options, machines, log));
  if (problems.length > 0) throw new AggregateError(problems, problems.map(String).join("; "));
}

async function sweepLock(
  options: EndOptions,
  workflow: string,
  stateMachine: string,
  log: (action: SweepAction) => void,
): Promise<void> {
  const lock = await options.stores.table.get<LockRecord>(tableKeys.lock(workflow));
  if (lock === undefined) return;
  const { runId, execution } = lock;
  const verdict = await endDeadRun(options, { workflow, runId, execution, stateMachine });
  if (verdict.alive) return;
  const reason = verdict.result?.reason ?? "its execution ended before its plan was complete";
  log({ swept: "run", workflow, runId, execution, reason });
}
