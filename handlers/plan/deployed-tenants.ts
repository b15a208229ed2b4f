import { CodedError } from "@batchline/diagnostics";
import { platformKeys } from "../../contract/object-keys.ts";
import { lastSuccessPrefix, tableKeys } from "../../contract/record-keys.ts";
import type { LastSuccessRecord } from "../../contract/records.ts";
import type { DeployedTenant, TenantsFile } from "../../contract/tenants.ts";
import type { TenantFacts } from "../../workflow-kit/at-deploy/chunking.ts";
import type { HandlerErrorCode } from "../error-codes.ts";
import type { Bucket } from "../storage/bucket.ts";
import type { Stores } from "../storage/stores.ts";
import type { Table } from "../storage/table.ts";
import type { SourceRuns } from "./source-runs.ts";
import { skipWithin } from "./who-runs.ts";

class InvalidTenantsFileError extends CodedError<HandlerErrorCode> {}

/** The tenants as `pulumi up` deployed them. @throws {MissingObjectError} @throws {InvalidTenantsFileError} */
export async function deployedTenants(bucket: Bucket): Promise<readonly DeployedTenant[]> {
  const key = platformKeys.tenants;
  const file = JSON.parse(await bucket.requiredText(key, "run `pulumi up`")) as Partial<TenantsFile>;
  if (!Array.isArray(file.tenants)) {
    const message = `s3://${bucket.name}/${key} has no list of tenants: run \`pulumi up\` to write it again`;
    throw new InvalidTenantsFileError("BL-H006", message);
  }
  return file.tenants;
}

/** What chunking `workflow` may ask about a tenant. Nothing is read until it is asked for. */
export function tenantFacts(
  { names, table }: Stores,
  workflow: string,
  { id, data }: DeployedTenant,
  sources: SourceRuns,
): TenantFacts {
  return {
    names: (prefix) => names(data, prefix),
    lastSuccess: (of = workflow) => table.get<LastSuccessRecord>(tableKeys.lastSuccess(of, id)),
    async source(of, success) {
      const { runId, endedAt } = success;
      const attempts = await sources.attemptsOf(of, success);
      return { workflow: of, runId, endedAt, ...(attempts && { attempts }) };
    },
  };
}

/** Tenant → the ISO 8601 time of its last success. Empty, without a read, if no tenant is skipped after a success. */
export async function lastSuccesses(
  table: Table,
  workflow: string,
  tenants: readonly DeployedTenant[],
): Promise<ReadonlyMap<string, string>> {
  const successes = new Map<string, string>();
  if (tenants.every((tenant) => skipWithin(tenant, workflow) === undefined)) return successes;
  const { pk } = tableKeys.lastSuccess(workflow, "");
  for await (const { tenant, endedAt } of table.query<LastSuccessRecord>(pk, lastSuccessPrefix)) {
    successes.set(tenant, endedAt);
  }
  return successes;
}
