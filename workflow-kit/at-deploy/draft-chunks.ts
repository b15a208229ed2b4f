import type { DeployedTenant } from "../../contract/tenants.ts";
import type { TenantFacts } from "./chunking.ts";
import type { Workflow } from "./declaration.ts";

/** The tenant's parameters as its chunks get them. Throws ZodError when the tenant's block is not valid. @example const { currency } = completedParams(priceReport, tenant); */
export function completedParams<P>(
  workflow: Pick<Workflow<P>, "name" | "params" | "completeParams">,
  tenant: DeployedTenant,
): P {
  const own = workflow.params.parse(tenant.workflows[workflow.name]);
  return workflow.completeParams?.(own, tenant) ?? own;
}

/** Cuts a tenant's work into chunks. Throws ZodError when the tenant's block is not valid, and errors of the chunking and of `facts`.
 * @example const { params, chunks } = await draftChunks(priceReport, tenant, facts); */
export async function draftChunks<P>(
  workflow: Pick<Workflow<P>, "name" | "params" | "completeParams" | "chunks">,
  tenant: DeployedTenant,
  facts: TenantFacts,
) {
  const params = completedParams(workflow, tenant);
  return { params, chunks: await workflow.chunks.chunksOf(tenant, params, facts) };
}
