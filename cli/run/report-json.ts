import type { RunOutcome } from "./follow.ts";
import { tenantItems } from "./report.ts";

/** The document that `--json` prints: the facts of the report, in full. */
export function outcomeAsJson(workflow: string, stages: readonly string[], outcome: RunOutcome) {
  return {
    workflow,
    runId: outcome.runId,
    executionArn: outcome.executionArn,
    status: outcome.status,
    reason: outcome.reason,
    startedAt: outcome.startedAt.toISOString(),
    endedAt: outcome.endedAt.toISOString(),
    tenants: outcome.tenants.map((tenant) => ({
      tenant: tenant.tenant,
      status: tenant.status,
      reason: tenant.reason,
      chunks: tenant.chunks,
      items: tenantItems(stages, tenant),
      startedAt: tenant.startedAt,
      endedAt: tenant.endedAt,
    })),
    failures: outcome.chunks.flatMap(({ tenant, stage, chunk, failures = [] }) =>
      failures.map(({ item, reason }) => ({ tenant, stage, chunk, item, reason })),
    ),
  };
}
