import { CodedError, must } from "@batchline/diagnostics";
import { tableKeys } from "../../contract/record-keys.ts";
import {
  type LockRecord,
  neverExpires,
  type RunRecord,
  runRetentionSeconds,
} from "../../contract/records.ts";
import type { HandlerErrorCode } from "../error-codes.ts";
import { WorkflowBusyError } from "./lock.ts";
import { runEntry } from "./run-entry.ts";
import type { Table } from "./table.ts";
import type { Condition, Write } from "./transaction.ts";

/** An execution and the run that it works on. The run's item and the workflow's lock name the execution. */
export interface Claim {
  readonly workflow: string;
  readonly runId: string;
  /** The execution's name. It is the run id too, unless the execution resumes a run. */
  readonly execution: string;
}

/** The execution has ended, so it may not claim a run any more. */
export class ExecutionEndedError extends CodedError<HandlerErrorCode> {
  constructor({ workflow, execution }: Claim, reason: string) {
    super("BL-H011", `${workflow}: the execution ${execution} cannot be planned any more: ${reason}`);
  }
}

/** The run is not, or no longer, the execution's to change. */
export class ClaimLostError extends CodedError<HandlerErrorCode> {
  constructor({ workflow, runId, execution }: Claim, run: RunRecord | undefined) {
    const found =
      run === undefined ? "there is none" : `it is ${run.status}, of the execution ${run.execution}`;
    const closing = run?.closingAt === undefined ? "" : `, closed since ${run.closingAt}`;
    super(
      "BL-H012",
      `${workflow}: the run ${runId} is not the execution ${execution}'s to plan: ${found}${closing}`,
    );
  }
}

/** When a run's items expire, in epoch seconds, for DynamoDB's TTL. @param now Milliseconds since the epoch. */
export function expiry(now: number): number {
  return Math.floor(now / 1000) + runRetentionSeconds;
}

/**
 * Claims the lock and a new run in one transaction, and enters the run into the workflow's list. An execution that has not finished its plan may claim again.
 * @param now Milliseconds since the epoch.
 * @throws {WorkflowBusyError} if another execution has the lock
 * @throws {ExecutionEndedError} if the execution was stopped
 * @throws {ClaimLostError} if the run is planned, is being closed, or has ended
 * @example await claimNewRun(table, { workflow: "nightly-report", runId: "run-1", execution: "run-1" }, Date.now());
 */
export async function claimNewRun(table: Table, claim: Claim, now: number): Promise<void> {
  const { workflow, runId, execution } = claim;
  const status = "RUNNING" satisfies RunRecord["status"];
  await claimed(table, claim, [
    putLock(claim, now),
    notStopped(claim),
    {
      update: tableKeys.run(workflow, runId),
      change: {
        set: { runId, workflow, execution, status, chunks: 0, expiresAt: expiry(now) },
        setIfAbsent: { startedAt: new Date(now).toISOString() },
        remove: ["endedAt", "reason"],
      },
      condition: {
        expression: `attribute_not_exists(pk) OR (${unplanned})`,
        values: { ":execution": execution },
      },
    },
  ]);
  // An earlier call may have set `startedAt`. If this one dies here, the next call or the close writes the entry.
  const run = must(await table.get<RunRecord>(tableKeys.run(workflow, runId)), "it was just claimed");
  await table.put(runEntry(run));
}

/**
 * Claims the lock to resume a run. The run stays as it is until `reclaimRun`.
 * @param now Milliseconds since the epoch.
 * @throws {WorkflowBusyError} @throws {ExecutionEndedError} as `claimNewRun`
 * @example await claimLock(table, { workflow: "nightly-report", runId: "run-1", execution: "run-1-again" }, Date.now());
 */
export async function claimLock(table: Table, claim: Claim, now: number): Promise<void> {
  await claimed(table, claim, [putLock(claim, now), notStopped(claim)]);
}

/**
 * Claims a run that has ended, for an execution that holds the lock and has chunks to plan.
 * @throws {WorkflowBusyError} if the lock was lost
 * @throws {ExecutionEndedError} if the execution was stopped
 * @throws {ClaimLostError} if another execution works on the run, or this one has planned or closed it
 * @example await reclaimRun(table, claim);
 */
export async function reclaimRun(table: Table, claim: Claim): Promise<void> {
  const { workflow, runId, execution } = claim;
  await claimed(table, claim, [
    { check: tableKeys.lock(workflow), condition: holdsLock(claim) },
    notStopped(claim),
    {
      update: tableKeys.run(workflow, runId),
      change: {
        set: { execution, status: "RUNNING" satisfies RunRecord["status"] },
        remove: [
          ...["plannedAt", "closingAt", "endedAt", "reason", "manifest", "rounds"],
          ...["tenants", "chunksFailed", "usage"],
        ],
      },
      condition: {
        expression: `attribute_exists(pk) AND ((#status <> :running AND execution <> :execution) OR (${unplanned}))`,
        names: { "#status": "status" },
        values: { ":execution": execution, ":running": "RUNNING" },
      },
    },
  ]);
}

/** Makes the writes of a claim: the lock's, the tombstone's, the run's. @throws what the claims throw */
async function claimed(table: Table, claim: Claim, writes: readonly Write[]): Promise<void> {
  const { workflow, runId, execution } = claim;
  const takesLock = writes.some((write) => "put" in write);
  // A holder may release the lock after the refusal and before the read. Then the next transaction succeeds.
  for (;;) {
    const refused = await table.transact(writes);
    if (refused.length === 0) return;
    if (refused.includes(1))
      throw new ExecutionEndedError(claim, "it was stopped before its plan was complete");
    if (refused.includes(2)) {
      const run = await table.get<RunRecord>(tableKeys.run(workflow, runId));
      throw new ClaimLostError(claim, run);
    }
    const holder = await table.get<LockRecord>(tableKeys.lock(workflow));
    if (holder !== undefined && holder.execution !== execution) throw new WorkflowBusyError(workflow, holder);
    // Another call for the execution has released the lock that this one only checks.
    if (!takesLock) throw new ClaimLostError(claim, await table.get(tableKeys.run(workflow, runId)));
  }
}

/** The run is the execution's, and its plan is not complete. A failed plan may be made again, a closed one may not. */
const unplanned =
  "execution = :execution AND attribute_not_exists(plannedAt) AND attribute_not_exists(closingAt)";

function putLock({ workflow, runId, execution }: Claim, now: number): Write {
  const acquiredAt = new Date(now).toISOString();
  const lock: LockRecord = { runId, execution, acquiredAt, expiresAt: neverExpires };
  const condition = {
    expression: "attribute_not_exists(pk) OR execution = :execution",
    values: { ":execution": execution },
  };
  return { put: { ...tableKeys.lock(workflow), ...lock }, condition };
}

function holdsLock({ runId, execution }: Claim): Condition {
  const values = { ":runId": runId, ":execution": execution };
  return { expression: "runId = :runId AND execution = :execution", values };
}

function notStopped({ workflow, runId, execution }: Claim): Write {
  return {
    check: tableKeys.stopped(workflow, runId, execution),
    condition: { expression: "attribute_not_exists(pk)" },
  };
}
