import type { Tenant } from "../../config/tenants.ts";
import { tenantDataPrefix } from "../../contract/object-keys.ts";
import type { DeployedTenant } from "../../contract/tenants.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { completedParams } from "../../workflow-kit/at-deploy/draft-chunks.ts";

/** The parameters of a tenant's chunks: with defaults and derived values. */
export function effectiveParams(workflow: Workflow, tenant: Tenant): unknown {
  return completedParams(workflow, asDeployed(tenant));
}

/** The tenant as planning sees it. Planning does not read the name of the shared bucket, which only a deployment knows. */
export function asDeployed({ storage, ...tenant }: Tenant): DeployedTenant {
  return { ...tenant, data: { bucket: storage?.bucket ?? "shared", prefix: tenantDataPrefix(tenant.id) } };
}
