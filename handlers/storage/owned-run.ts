import { tableKeys } from "../../contract/record-keys.ts";
import type { RunRecord, StoppedRecord } from "../../contract/records.ts";
import { type Claim, expiry } from "./claim.ts";
import { runEntry } from "./run-entry.ts";
import type { Key, Table } from "./table.ts";
import { type Condition, type Write, writesPerTransaction } from "./transaction.ts";

/** What an owner does with its run. Planning ends when the plan is complete, running when closing begins, which may be at any time. */
export type Phase = "planning" | "running" | "closing";

/** What else holds in a phase. */
const open: Readonly<Record<Phase, string>> = {
  planning: " AND attribute_not_exists(plannedAt) AND attribute_not_exists(closingAt)",
  running: " AND attribute_exists(plannedAt) AND attribute_not_exists(closingAt)",
  closing: "",
};

/** The condition on a run's item under which the execution may write. @example table.update(tableKeys.run(workflow, runId), change, owns(claim, "closing")) */
export function owns({ execution }: Claim, phase: Phase): Condition {
  return {
    expression: `execution = :execution AND #status = :running${open[phase]}`,
    names: { "#status": "status" },
    values: { ":execution": execution, ":running": "RUNNING" },
  };
}

/**
 * Puts items over existing ones, 99 in a transaction with a check of the run's item. Transactions follow each other,
 * because those that check one item at once refuse each other. Returns false when the claim is lost; later items are not written then.
 * @example if (!(await writeAsOwner(table, claim, "closing", tenants))) return whatTheRunSays();
 */
export async function writeAsOwner(
  table: Table,
  claim: Claim,
  phase: Phase,
  items: readonly Key[],
): Promise<boolean> {
  const check = { check: tableKeys.run(claim.workflow, claim.runId), condition: owns(claim, phase) };
  const most = writesPerTransaction - 1;
  for (let first = 0; first < items.length; first += most) {
    const puts = items.slice(first, first + most).map((put) => ({ put }));
    if ((await table.transact([check, ...puts])).length > 0) return false;
  }
  return true;
}

/**
 * Changes the run's item and makes `others`, all or nothing. Returns false when the claim is lost or one of the others' conditions does
 * not hold. @param others At most 98. @default none
 * @example await changeRun(table, claim, "planning", { plannedAt, manifest, chunks });
 */
export async function changeRun(
  table: Table,
  claim: Claim,
  phase: Phase,
  set: Partial<RunRecord>,
  others: readonly Write[] = [],
): Promise<boolean> {
  return (await table.transact([change(claim, phase, set), ...others])).length === 0;
}

/**
 * Ends the run and releases the lock in one transaction, as `changeRun` does.
 * @example await endRun(table, claim, "closing", { status: "FAILED", reason, endedAt });
 */
export async function endRun(
  table: Table,
  claim: Claim,
  phase: Phase,
  set: Partial<RunRecord> & Required<Pick<RunRecord, "status" | "endedAt">>,
  others: readonly Write[] = [],
): Promise<boolean> {
  return releasing(table, claim, [change(claim, phase, set), ...others]);
}

/**
 * Leaves a tombstone for an execution that ended before it claimed its run, and releases its lock. From then on nobody can claim for it.
 * A new run gets an item that says FAILED. Returns false, and changes nothing, if the execution has claimed the run meanwhile: then the
 * run is to be closed.
 * @param now Milliseconds since the epoch. @param reason For people.
 * @example if (!(await leaveTombstone(table, claim, now, "the execution run-1 was stopped"))) await close(claim);
 */
export async function leaveTombstone(
  table: Table,
  claim: Claim,
  now: number,
  reason: string,
): Promise<boolean> {
  const { workflow, runId, execution } = claim;
  const at = new Date(now).toISOString();
  const stopped: StoppedRecord = { execution, stoppedAt: at, reason, expiresAt: expiry(now) };
  const key = tableKeys.run(workflow, runId);
  // A second one changes nothing.
  const tombstone = {
    update: tableKeys.stopped(workflow, runId, execution),
    change: { set: {}, setIfAbsent: stopped },
  };
  const isNew = runId === execution && (await table.get(key)) === undefined;
  if (!isNew) return releasing(table, claim, [notClaimed(claim), tombstone]);
  const run: RunRecord = {
    ...{ runId, workflow, execution, status: "FAILED", reason, chunks: 0 },
    ...{ startedAt: at, endedAt: at, expiresAt: expiry(now) },
  };
  const condition = { expression: "attribute_not_exists(pk)" };
  if (
    await releasing(table, claim, [{ put: { ...key, ...run }, condition }, { put: runEntry(run) }, tombstone])
  )
    return true;
  // The planner has claimed or ended the run since it was read.
  return leaveTombstone(table, claim, now, reason);
}

/**
 * Releases the lock of an execution that resumes a run but has not claimed it. @returns false if it has
 * @example if (!(await endRun(table, claim, "planning", end))) await releaseUnclaimed(table, claim);
 */
export function releaseUnclaimed(table: Table, claim: Claim): Promise<boolean> {
  return releasing(table, claim, [notClaimed(claim)]);
}

/** The condition that the execution does not work on the run. */
function notClaimed(claim: Claim): Write {
  const { names = {}, values = {} } = owns(claim, "closing");
  const expression = "attribute_not_exists(pk) OR execution <> :execution OR #status <> :running";
  return { check: tableKeys.run(claim.workflow, claim.runId), condition: { expression, names, values } };
}

function change(claim: Claim, phase: Phase, set: Partial<RunRecord>): Write {
  const update = tableKeys.run(claim.workflow, claim.runId);
  return { update, change: { set }, condition: owns(claim, phase) };
}

/** Makes the writes and deletes the lock if it is the execution's. Returns whether it did. */
async function releasing(table: Table, { workflow, execution }: Claim, writes: readonly Write[]) {
  const condition = {
    expression: "attribute_not_exists(pk) OR execution = :execution",
    values: { ":execution": execution },
  };
  const refused = await table.transact([...writes, { delete: tableKeys.lock(workflow), condition }]);
  // Another execution may have the lock: a planner of the version before took it when it expired.
  if (refused.length === 1 && refused[0] === writes.length)
    return (await table.transact(writes)).length === 0;
  return refused.length === 0;
}
