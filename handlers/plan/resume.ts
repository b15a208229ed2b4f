import type { Chunk } from "../../contract/chunk.ts";
import { platformKeys } from "../../contract/object-keys.ts";
import type { PlanRequest } from "../../contract/plan.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { ChunkRecord } from "../../contract/records.ts";
import type { Bucket } from "../storage/bucket.ts";
import type { Table } from "../storage/table.ts";
import { describePlan, type Plan } from "./plan-run.ts";
import { lastStages, type PlannedWorkflow } from "./planned-workflow.ts";

/** The chunks of a run's first manifest, by id. @throws {MissingObjectError} if there is no such run */
export async function plannedChunks(
  bucket: Bucket,
  workflow: string,
  runId: string,
): Promise<readonly Chunk[]> {
  const key = platformKeys.chunks(platformKeys.run(workflow, runId));
  const text = await bucket.requiredText(key, `there is no run ${runId} of ${workflow} to resume`);
  return JSON.parse(text) as readonly Chunk[];
}

/** The ids of the finished ones among a run's chunks: their last stages have all succeeded. */
export async function finishedChunks(
  table: Table,
  { name, stages }: Pick<PlannedWorkflow, "name" | "stages">,
  runId: string,
  chunks: readonly Chunk[],
): Promise<ReadonlySet<number>> {
  const last = lastStages(stages);
  const keys = chunks.flatMap(({ index }) => last.map((stage) => tableKeys.chunk(name, runId, index, stage)));
  const succeeded = new Map<number, number>();
  for await (const { chunk, status } of table.getAll<ChunkRecord>(keys)) {
    if (status === "SUCCEEDED") succeeded.set(chunk, (succeeded.get(chunk) ?? 0) + 1);
  }
  return new Set([...succeeded].filter(([, stages]) => stages === last.length).map(([chunk]) => chunk));
}

/**
 * Plans the unfinished chunks of an earlier run. Chunks keep their ids and parameters, so that finished stages stay
 * valid. Their places in the manifest change.
 */
export function planResumption(
  request: PlanRequest,
  runId: string,
  earlier: readonly Chunk[],
  /** Ids of chunks whose last stages all succeeded. */
  finished: ReadonlySet<number>,
  now: number,
): Plan {
  const named = request.input.tenants === undefined ? undefined : new Set(request.input.tenants);
  const chunks = earlier.filter(
    ({ index, tenant }) => !finished.has(index) && (named === undefined || named.has(tenant)),
  );
  const manifest = platformKeys.attempt(request.workflow, runId, request.execution);
  const plan = describePlan(request, runId, manifest, chunks, [], [], now);
  if (chunks.length > 0) return plan;
  const reason = `nothing to do: all ${earlier.length} chunks of ${runId} are finished`;
  return { ...plan, file: { ...plan.file, reason } };
}
