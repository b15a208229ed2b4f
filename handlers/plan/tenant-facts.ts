import { tableKeys } from "../../contract/record-keys.ts";
import type { LastSuccessRecord } from "../../contract/records.ts";
import type { DeployedTenant } from "../../contract/tenants.ts";
import type { TenantFacts } from "../../workflow-kit/at-deploy/chunking.ts";
import type { Platform } from "../storage/stores.ts";

/**
 * Finds out about a tenant from its data in S3 and from the records, for planning `workflow`. Nothing is read before it is
 * asked for.
 */
export function tenantFacts(
  { listing, table }: Platform,
  workflow: string,
  { id, data }: DeployedTenant,
): TenantFacts {
  return {
    names: (prefix) => listing.names(data, prefix),
    lastSuccess: (of = workflow) => table.get<LastSuccessRecord>(tableKeys.lastSuccess(of, id)),
  };
}
