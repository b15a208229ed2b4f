import type { EndRequest, EndResult } from "../../contract/end-request.ts";
import type { SummaryRequest, SummaryResult } from "../../contract/summary.ts";
import type { PlannedWorkflow } from "../plan/planned-workflow.ts";
import { closeRun } from "./close-run.ts";
import { type EndOptions, endDeadRun } from "./end-dead-run.ts";
import { endOptions } from "./end-options.ts";
import { tenantRecords } from "./tenant-records.ts";

/**
 * The close function for these workflows: closes a run for its execution, or ends the run of a dead one for the planner.
 * @throws {ForeignRunError} if another execution continues the run @throws {UnknownWorkflowError} @throws {MissingObjectError} for plan or manifest
 * @example export const handler = closeHandler(workflows);
 */
export function closeHandler(
  workflows: readonly PlannedWorkflow[],
): (event: SummaryRequest | EndRequest) => Promise<SummaryResult | EndResult> {
  let options: EndOptions | undefined;
  return async (event) => {
    options ??= endOptions(workflows);
    if ("end" in event) {
      const { alive } = await endDeadRun(options, event.end);
      return { alive };
    }
    const { shards } = event;
    const why = `the execution ${event.execution} has ended its stages`;
    const result = await closeRun(options, event, { why, leastChecks: 1, shards });
    if (event.tenantNames === undefined) return result;
    const tenants = await tenantRecords(options.stores.table, event);
    const succeeded = [...tenants.values()].filter(({ status }) => status === "SUCCEEDED");
    return { ...result, succeededTenants: succeeded.map(({ tenant }) => tenant) };
  };
}
