import { tableKeys } from "../../contract/record-keys.ts";
import type { LockRecord } from "../../contract/records.ts";
import type { Table } from "./table.ts";

/**
 * After how long a lock may be taken over: longer than any run should take. A run that ends, well or not, releases it, and so
 * does the stopped-runs function for an execution that was stopped. In seconds.
 */
export const lockSeconds = 24 * 3600;

/** Thrown when another run of the workflow holds its lock. */
export class WorkflowBusy extends Error {
  readonly workflow: string;
  readonly holder: LockRecord;

  /** `waitedSince`: when the one that is refused began to wait, ISO 8601, if it did. */
  constructor(workflow: string, holder: LockRecord, waitedSince?: string) {
    const waited = waitedSince === undefined ? "" : `waited in vain since ${waitedSince}: `;
    super(
      `${waited}${workflow} is already running: run ${holder.runId} (execution ${holder.execution}) since ${holder.acquiredAt}. ` +
        `Wait until it ends. If it was aborted, its lock goes at ${new Date(holder.expiresAt * 1000).toISOString()}, ` +
        `or when the item workflow#${workflow} / lock is deleted.`,
    );
    this.name = "WorkflowBusy";
    this.workflow = workflow;
    this.holder = holder;
  }

  /** The same, in the words for one that has waited since then. */
  after(waitedSince: string | undefined): WorkflowBusy {
    return new WorkflowBusy(this.workflow, this.holder, waitedSince);
  }
}

/** Takes the workflow's lock for an execution, which may hold it already. Throws WorkflowBusy. */
export async function takeLock(
  table: Table,
  workflow: string,
  holder: Pick<LockRecord, "runId" | "execution">,
  now: number,
): Promise<void> {
  const key = tableKeys.lock(workflow);
  const lock: LockRecord = {
    ...holder,
    acquiredAt: new Date(now).toISOString(),
    expiresAt: Math.ceil(now / 1000) + lockSeconds,
  };
  const condition = {
    expression: "attribute_not_exists(pk) OR execution = :execution OR expiresAt <= :now",
    values: { ":execution": holder.execution, ":now": Math.floor(now / 1000) },
  };
  // The holder may release it between the refusal and the look at who it is: then it is free.
  for (;;) {
    if (await table.put({ ...key, ...lock }, condition)) return;
    const other = await table.get<LockRecord>(key);
    if (other !== undefined) throw new WorkflowBusy(workflow, other);
  }
}

/** Releases the workflow's lock if the execution holds it. */
export async function releaseLock(table: Table, workflow: string, execution: string): Promise<void> {
  await table.delete(tableKeys.lock(workflow), {
    expression: "execution = :execution",
    values: { ":execution": execution },
  });
}
