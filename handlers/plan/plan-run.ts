import pLimit from "p-limit";
import type { Chunk } from "../../contract/chunk.ts";
import {
  maxArraySize,
  type PlanFile,
  type PlanningCode,
  type PlanRequest,
  type Shard,
  type StageGraph,
} from "../../contract/plan.ts";
import type { DeployedTenant } from "../../contract/tenants.ts";
import type { TenantFacts } from "../../workflow-kit/at-deploy/chunking.ts";
import { draftChunks } from "../../workflow-kit/at-deploy/draft-chunks.ts";
import { withKnownParams } from "./known-params.ts";
import { inOneLine, planReason } from "./plan-reason.ts";
import type { PlannedWorkflow } from "./planned-workflow.ts";
import { scheduledTime } from "./scheduled-time.ts";
import { interleave, type Queue } from "./tenant-order.ts";
import type { NotRunning, Selection } from "./who-runs.ts";

/** How many tenants are planned at the same time. Planning may list a tenant's data in S3. */
const concurrency = 16;

/** A plan before it is written. */
export interface Plan {
  readonly file: PlanFile;
  /** The manifest's lines, in order. */
  readonly chunks: readonly Chunk[];
}

/** What a plan has before anything is planned. */
export interface PlanFrame {
  readonly request: PlanRequest;
  readonly runId: string;
  /** S3 key prefix of the manifest. */
  readonly manifest: string;
  readonly stages: StageGraph;
  readonly code: PlanningCode;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Plans a new run of `workflow` for `selection`. `factsOf` returns what chunking may ask about a tenant. A tenant that cannot be planned is
 * listed as failed; the others still run.
 */
export async function planRun(
  frame: PlanFrame,
  workflow: PlannedWorkflow,
  selection: Selection,
  factsOf: (tenant: DeployedTenant) => TenantFacts,
): Promise<Plan> {
  const limit = pLimit(concurrency);
  const results = await Promise.allSettled(
    selection.running.map((tenant) => limit(() => tenantChunks(tenant, workflow, factsOf(tenant)))),
  );
  const skipped = [...selection.skipped];
  const failed: NotRunning[] = [];
  const queues: Queue<Omit<Chunk, "index">>[] = [];
  selection.running.forEach(({ id, weight }, i) => {
    const result = results[i];
    if (result?.status === "rejected") {
      failed.push({ tenant: id, reason: `could not be planned: ${inOneLine(result.reason)}` });
    } else if (result === undefined || result.value.length === 0) {
      skipped.push({ tenant: id, reason: workflow.chunks.whyNone ?? "it has nothing to work on" });
    } else {
      queues.push({ weight, chunks: result.value });
    }
  });
  const chunks = interleave(queues).map((chunk, index) => ({ index, ...chunk }));
  const scheduled = scheduledTime(frame.request);
  const plan = describePlan(frame, chunks, skipped, failed);
  return { ...plan, file: { ...plan.file, ...(scheduled && { scheduled }) } };
}

/** The plan of a run without work, because of `reason`. */
export function planNothing(frame: PlanFrame, reason: string): Plan {
  const plan = describePlan(frame, []);
  return { ...plan, file: { ...plan.file, reason } };
}

/** The plan of `chunks`. */
export function describePlan(
  { request, runId, manifest, stages, code, now }: PlanFrame,
  chunks: readonly Chunk[],
  skipped: readonly NotRunning[] = [],
  failed: readonly NotRunning[] = [],
): Plan {
  const running = new Map<string, { tenant: string; firstChunk: number; chunks: number }>();
  for (const { tenant, index } of chunks) {
    const entry = running.get(tenant);
    if (entry === undefined) running.set(tenant, { tenant, firstChunk: index, chunks: 1 });
    else entry.chunks += 1;
  }
  return {
    chunks,
    file: {
      runId,
      manifest,
      chunks: chunks.length,
      shards: shardsOf(chunks.length),
      tenants: running.size,
      skipped: skipped.length,
      reason: planReason(running.size, chunks.length, skipped, failed, request.input.schedule),
      workflow: request.workflow,
      execution: request.execution,
      plannedAt: new Date(now).toISOString(),
      stages: Object.fromEntries(
        Object.entries(stages).map(([stage, { needs, nodes }]) => [
          stage,
          { ...(needs && { needs }), ...(nodes !== undefined && { nodes }) },
        ]),
      ),
      code,
      running: [...running.values()],
      skippedTenants: skipped,
      ...(failed.length > 0 && { failedTenants: failed }),
    },
  };
}

async function tenantChunks(
  tenant: DeployedTenant,
  workflow: PlannedWorkflow,
  facts: TenantFacts,
): Promise<Omit<Chunk, "index">[]> {
  const { params, chunks } = await draftChunks(workflow, withKnownParams(tenant, workflow), facts);
  return chunks.map((draft) => ({ tenant: tenant.id, ...draft, data: tenant.data, params }));
}

/** Cuts `chunks` chunks into shards of at most `size`, in order. All but the last are full. */
export function shardsOf(chunks: number, size: number = maxArraySize): Shard[] {
  return Array.from({ length: Math.ceil(chunks / size) }, (_, index) => ({
    index,
    offset: index * size,
    size: Math.min(size, chunks - index * size),
  }));
}
