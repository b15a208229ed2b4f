import { must } from "@batchline/diagnostics";
import type { Cause } from "../../contract/causes.ts";
import { platformKeys } from "../../contract/object-keys.ts";
import type { PlanFile, StageGraph } from "../../contract/plan.ts";
import { stageOfKey, tableKeys } from "../../contract/record-keys.ts";
import type { ChunkRecord } from "../../contract/records.ts";
import { soundRecord } from "../../contract/sound-record.ts";
import { causesOf } from "../../workflow-kit/causes/run-causes.ts";
import { manifestLines } from "../close/manifest-lines.ts";
import type { Stores } from "../storage/stores.ts";
import type { EndedRun } from "./ended-run.ts";

/** What is known about the chunks of a run's failed tenants. */
export interface FailedChunks {
  readonly stages: StageGraph;
  /** Tenant → records of its chunks. */
  readonly records: ReadonlyMap<string, readonly ChunkRecord[]>;
}

/** Reads the records of the failed tenants' chunks. None if the run was not planned, or no tenant failed.
 * @throws {MissingObjectError} for its plan or manifest
 * @example const failed = await failedChunks(stores, ended); */
export async function failedChunks(
  { bucket, table }: Pick<Stores, "bucket" | "table">,
  { run, tenants }: EndedRun,
): Promise<FailedChunks> {
  const { workflow, runId, execution, plannedAt } = run;
  const isFailed = (tenant: string) => tenants.get(tenant)?.status === "FAILED";
  if (plannedAt === undefined || ![...tenants.keys()].some(isFailed))
    return { stages: {}, records: new Map() };
  const planOf = async (by: string): Promise<PlanFile> =>
    JSON.parse(await bucket.requiredText(platformKeys.plan(workflow, runId, by), "its causes are unknown"));
  const { stages = {} } = await planOf(execution);
  const { manifest } = await planOf(runId);
  const tenantOf = new Map<number, string>();
  for await (const { index, tenant } of manifestLines(bucket, manifest))
    if (isFailed(tenant)) tenantOf.set(index, tenant);
  const keys = [...tenantOf.keys()].flatMap((chunk) =>
    Object.keys(stages).map((stage) => tableKeys.chunk(workflow, runId, chunk, stage)),
  );
  const records: ChunkRecord[] = [];
  for await (const item of table.getAll<ChunkRecord>(keys)) {
    const record = soundRecord(item);
    const { chunk, stage } = stageOfKey(item);
    // A container may write another tenant's name into its own record.
    const tenant = must(tenantOf.get(chunk), "the key was asked for");
    if (record !== undefined) records.push({ ...record, chunk, stage, tenant });
  }
  return { stages, records: Map.groupBy(records, ({ tenant }) => tenant) };
}

/**
 * Why the run failed, or one tenant. Of one tenant from its records only: equal causes of several tenants have the words of one.
 * @param options Ends the commands. @param only The one tenant. @default all
 * @example const [cause] = causesOfEnd(ended, failed, "--stack prod", "acme");
 */
export function causesOfEnd(
  { run, tenants }: EndedRun,
  { stages, records }: FailedChunks,
  options: string,
  only?: string,
): readonly Cause[] {
  const meant = only === undefined ? [...tenants.keys()] : [only];
  const evidence = {
    tenants: meant.flatMap((tenant) => tenants.get(tenant) ?? []),
    chunks: meant.flatMap((tenant) => records.get(tenant) ?? []),
  };
  return causesOf({ run, stages, options, ...evidence }).causes;
}
