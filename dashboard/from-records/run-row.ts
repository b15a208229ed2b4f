import { defined } from "@batchline/diagnostics";
import { costEstimateOf } from "../../runs/costs/cost-estimate.ts";
import type { ListedRun } from "../../runs/records/list-runs.ts";
import type { RunRow } from "../view.ts";

/** A run in a list. @param region Of the stack, for prices. */
export function runRowOf(listed: ListedRun, region: string): RunRow {
  const { workflow, runId, status, startedAt, endedAt, record, tenant } = listed;
  const { chunks = 0, tenants, chunksFailed } = record ?? {};
  // The list for one tenant shows that tenant's reason.
  const reason = tenant?.reason ?? record?.reason;
  return {
    ...{ workflow, runId, status, startedAt, chunks },
    ...defined({ endedAt, tenants, chunksFailed, reason, estimatedUsd: costEstimateOf(record, region).usd }),
  };
}
