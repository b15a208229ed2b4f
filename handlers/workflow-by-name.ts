import { CodedError, suggestion } from "@batchline/diagnostics";
import type { HandlerErrorCode } from "./error-codes.ts";
import type { PlannedWorkflow } from "./plan/planned-workflow.ts";

/** A function got the name of a workflow that it was deployed without. */
export class UnknownWorkflowError extends CodedError<HandlerErrorCode> {}

/** Returns the workflow of a name. @throws {UnknownWorkflowError} */
export type WorkflowByName = (name: string) => PlannedWorkflow;

/** Finds those of `workflows`. @example workflowIn([nightlyReport])("nightly-report") */
export function workflowIn(workflows: readonly PlannedWorkflow[]): WorkflowByName {
  return (name) => {
    const found = workflows.find((workflow) => workflow.name === name);
    if (found !== undefined) return found;
    const known = workflows.map((workflow) => workflow.name);
    throw new UnknownWorkflowError(
      "BL-H001",
      `there is no workflow ${JSON.stringify(name)}${suggestion(name, known)}`,
    );
  };
}
