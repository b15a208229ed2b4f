import { CodedError } from "@batchline/diagnostics";
import { lockSeconds } from "../../contract/plan.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { LockRecord } from "../../contract/records.ts";
import type { HandlerErrorCode } from "../error-codes.ts";
import type { Table } from "./table.ts";

/** Another run of the workflow holds its lock. */
export class WorkflowBusyError extends CodedError<HandlerErrorCode> {
  readonly workflow: string;
  readonly holder: LockRecord;

  /** `waitedSince`: when the rejected run began to wait, ISO 8601, if it did. */
  constructor(workflow: string, holder: LockRecord, waitedSince?: string) {
    const waited = waitedSince === undefined ? "" : `waited without success since ${waitedSince}: `;
    super(
      "BL-H002",
      `${waited}${workflow} is already running: run ${holder.runId} (execution ${holder.execution}) since ${holder.acquiredAt}. ` +
        "Wait until it ends, or stop its execution.",
    );
    this.workflow = workflow;
    this.holder = holder;
  }

  /** The same error for a run that has waited since then. */
  after(waitedSince: string | undefined): WorkflowBusyError {
    return new WorkflowBusyError(this.workflow, this.holder, waitedSince);
  }
}

/** Takes the workflow's lock for an execution, which may hold it already. @throws {WorkflowBusyError} */
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
  // The holder may release it after the failed put and before the read. Then the next put succeeds.
  for (;;) {
    if (await table.put({ ...key, ...lock }, condition)) return;
    const other = await table.get<LockRecord>(key);
    if (other !== undefined) throw new WorkflowBusyError(workflow, other);
  }
}

/** Releases the workflow's lock if the execution holds it. */
export async function releaseLock(table: Table, workflow: string, execution: string): Promise<void> {
  await table.delete(tableKeys.lock(workflow), {
    expression: "execution = :execution",
    values: { ":execution": execution },
  });
}
