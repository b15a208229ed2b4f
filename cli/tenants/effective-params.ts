import type { Tenant } from "../../config/tenants.ts";
import { tenantDataPrefix } from "../../contract/object-keys.ts";
import type { DeployedTenant } from "../../contract/tenants.ts";
import { completedParams } from "../../workflow-kit/at-deploy/draft-chunks.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/workflow.ts";

/** The parameters that a tenant's chunks would get: with defaults, and with what follows from the rest of its file. */
export function effectiveParams(workflow: Workflow, tenant: Tenant): unknown {
  return completedParams(workflow, asDeployed(tenant));
}

/** The tenant as planning sees it. Names of shared buckets are known to a deployment only; planning does not look at them. */
export function asDeployed({ storage, ...tenant }: Tenant): DeployedTenant {
  return { ...tenant, data: { bucket: storage?.bucket ?? "", prefix: tenantDataPrefix(tenant.id) } };
}
