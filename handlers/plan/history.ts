import { lastSuccessPrefix, tableKeys } from "../../contract/record-keys.ts";
import type { LastSuccessRecord } from "../../contract/records.ts";
import type { DeployedTenant } from "../../contract/tenants.ts";
import type { Table } from "../storage/table.ts";
import { skipWithin } from "./who-runs.ts";

/** When each tenant last succeeded, ISO 8601 by tenant; nothing is read when no tenant would be skipped for it. */
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
