import type { DeployedTenant } from "../../contract/tenants.ts";
import type { PlannedWorkflow } from "./planned-workflow.ts";

/**
 * The tenant without the parameters that this code does not know. `tenants.json` may be newer than a run that waited for its turn:
 * a deployment has checked it against the code of later runs.
 */
export function withKnownParams(
  tenant: DeployedTenant,
  { name, params }: Pick<PlannedWorkflow, "name" | "params">,
): DeployedTenant {
  const block = structuredClone(tenant.workflows[name]);
  for (const issue of params.safeParse(block).error?.issues ?? []) {
    if (issue.code !== "unrecognized_keys") continue;
    const holder = issue.path.reduce((around, key) => Reflect.get(Object(around), key), block);
    for (const key of issue.keys) Reflect.deleteProperty(Object(holder), key);
  }
  return { ...tenant, workflows: { ...tenant.workflows, [name]: block } };
}
