import { CodedError } from "@batchline/diagnostics";
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

/** Releases the workflow's lock if the execution holds it. */
export async function releaseLock(table: Table, workflow: string, execution: string): Promise<void> {
  await table.delete(tableKeys.lock(workflow), {
    expression: "execution = :execution",
    values: { ":execution": execution },
  });
}
