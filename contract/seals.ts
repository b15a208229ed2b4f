import type { TableExpression } from "./dynamodb-expressions.ts";
import type { ChunkRecord } from "./records.ts";

/**
 * The condition under which a container of `execution` may change a stage's record: the stage has not succeeded, and the execution was not
 * closed. Also true where there is no record.
 * @example const begun = await update(change, unsealed("run-7"));
 */
export function unsealed(execution: string): TableExpression {
  return {
    expression:
      "(attribute_not_exists(#status) OR #status <> :succeeded) AND NOT contains(#closedBy, :execution)",
    names: { "#status": "status", "#closedBy": "closedBy" },
    values: { ":succeeded": "SUCCEEDED" satisfies ChunkRecord["status"], ":execution": execution },
  };
}
