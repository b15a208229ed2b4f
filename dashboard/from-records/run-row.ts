import { defined } from "@batchline/diagnostics";
import type { ListedRun } from "../../runs/records/list-runs.ts";
import type { RunRow } from "../view.ts";

/** A run in a list. */
export function runRowOf({ workflow, runId, status, startedAt, endedAt, record, tenant }: ListedRun): RunRow {
  const { chunks = 0, tenants, chunksFailed } = record ?? {};
  // The list for one tenant shows that tenant's reason.
  const reason = tenant?.reason ?? record?.reason;
  return {
    ...{ workflow, runId, status, startedAt, chunks },
    ...defined({ endedAt, tenants, chunksFailed, reason }),
  };
}
