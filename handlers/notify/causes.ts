import type { Cause } from "../../contract/causes.ts";
import type { EndedRun } from "./ended-run.ts";

/** Why tenants failed, by their records: equal reasons together. @param only The one tenant. @default all */
export function causesOf({ tenants }: EndedRun, only?: string): readonly Cause[] {
  const failed = [...tenants.values()].filter(
    ({ status, tenant }) => status === "FAILED" && (only === undefined || tenant === only),
  );
  const byReason = Map.groupBy(failed, ({ reason }) => reason ?? "it failed");
  return [...byReason].map(([sentence, records]) => ({
    ...{ key: sentence, kind: "stage", effect: "failed", sentence },
    tenants: records.map(({ tenant }) => tenant).sort(),
    chunks: records.reduce((sum, { chunksFailed = 0 }) => sum + chunksFailed, 0),
  }));
}
