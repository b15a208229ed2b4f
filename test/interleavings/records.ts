import type { Chunk } from "../../contract/chunk.ts";
import { tenantKeys } from "../../contract/object-keys.ts";
import type { PlanFile } from "../../contract/plan.ts";
import { tableKeys, tenantPrefix } from "../../contract/record-keys.ts";
import type {
  ChunkRecord,
  LastSuccessRecord,
  LockRecord,
  RunRecord,
  TenantRecord,
} from "../../contract/records.ts";
import { readManifest, readPlan } from "../../handlers/plan/write-plan.ts";
import { outputName, pipeline, type StageName, stageNames, tenants } from "./fixture.ts";
import type { World } from "./world.ts";

/** What the table and the buckets say about one stage of a chunk. */
export interface StageState {
  readonly chunk: Chunk;
  readonly stage: StageName;
  readonly record: ChunkRecord | undefined;
  /** The lines of the attempt that counts; undefined if there is no such file. */
  readonly lines: readonly string[] | undefined;
  /** The last attempt that ran the chunk has the stage. */
  readonly isDue: boolean;
  /** The tenant's record counts its items. */
  readonly counts: boolean;
}

/** What is left of one run. */
export interface RunState {
  readonly runId: string;
  readonly run: RunRecord;
  readonly plan: PlanFile | undefined;
  /** Of all releases. */
  readonly everything: readonly StageState[];
  /** Those that are due. */
  readonly stages: readonly StageState[];
  readonly tenants: ReadonlyMap<string, TenantRecord>;
  readonly history: ReadonlyMap<string, TenantRecord>;
}

export interface State {
  readonly lock: LockRecord | undefined;
  readonly runs: readonly RunState[];
  readonly lastSuccess: ReadonlyMap<string, LastSuccessRecord>;
}

/** Reads all that runs have left. Called by an actor. */
export async function readState(world: World): Promise<State> {
  const { table } = world.cloud;
  const workflow = pipeline.name;
  const runs: RunState[] = [];
  for (const { name, input } of world.machine.executions) {
    if (input.resume !== undefined) continue;
    const run = await table.get<RunRecord>(tableKeys.run(workflow, name));
    if (run !== undefined) runs.push(await readRun(world, run));
  }
  const lastSuccess = new Map<string, LastSuccessRecord>();
  for (const { id } of tenants) {
    const record = await table.get<LastSuccessRecord>(tableKeys.lastSuccess(workflow, id));
    if (record !== undefined) lastSuccess.set(id, record);
  }
  return { lock: await table.get<LockRecord>(tableKeys.lock(workflow)), runs, lastSuccess };
}

async function readRun({ cloud, machine }: World, run: RunRecord): Promise<RunState> {
  const { bucket, table } = cloud;
  const { runId, workflow } = run;
  const attempts: Attempt[] = [];
  for (const { name: execution, input, plan: answered } of machine.executions) {
    if (execution !== runId && input.resume !== runId) continue;
    const plan = await readPlan(bucket, { workflow, runId, execution });
    if (plan === undefined) continue;
    const chunks = await readManifest(bucket, plan.manifest, "");
    const isLatest = run.plannedAt !== undefined && run.execution === execution;
    attempts.push({ plan, chunks, isComplete: answered !== undefined || isLatest || execution === runId });
  }
  const first = attempts.find(({ plan }) => plan.execution === runId);
  const everything: StageState[] = [];
  for (const chunk of first?.chunks ?? []) {
    const records = new Map<StageName, ChunkRecord | undefined>();
    for (const stage of stageNames)
      records.set(stage, await table.get<ChunkRecord>(tableKeys.chunk(workflow, runId, chunk.index, stage)));
    const ran = lastOf(attempts, [...records.values()], (each) => each.index === chunk.index);
    const later = attempts.filter(
      ({ plan, chunks }) =>
        plan.plannedAt >= (ran?.plan.plannedAt ?? "") && chunks.some(({ index }) => index === chunk.index),
    );
    const ofTenant = lastOf(attempts, [], ({ tenant }) => tenant === chunk.tenant);
    for (const [stage, record] of records) {
      const by = { workflow, runId, chunk: chunk.index, stage, attempt: record?.attempt };
      const key = `${chunk.data.prefix}${tenantKeys.output(by, outputName)}`;
      const succeeded = record?.status === "SUCCEEDED";
      const text = succeeded ? await cloud.data.text(key) : undefined;
      const lines = text
        ?.split("\n")
        .filter((line) => line !== "")
        .map((line) => String(JSON.parse(line)));
      // A resume goes by the latest plan, even if that was never completed.
      const isDue = has(ran, stage) && later.every((attempt) => has(attempt, stage));
      const counts = has(ofTenant, stage) && (ran === ofTenant || succeeded);
      everything.push({ chunk, stage, record, lines, isDue, counts });
    }
  }
  const stages = everything.filter(({ isDue }) => isDue);
  const plan = first?.plan;
  const ofTenants = new Map<string, TenantRecord>();
  const records = table.query<TenantRecord>(tableKeys.run(workflow, runId).pk, tenantPrefix);
  for await (const record of records) ofTenants.set(record.tenant, record);
  const history = new Map<string, TenantRecord>();
  for (const { id } of tenants) {
    const record = await table.get<TenantRecord>(tableKeys.history(id, workflow, runId));
    if (record !== undefined) history.set(id, record);
  }
  return { runId, run, plan, everything, stages, tenants: ofTenants, history };
}

interface Attempt {
  readonly plan: PlanFile;
  readonly chunks: readonly Chunk[];
  /** The plan is known to have been completed. One that never was has run nothing. */
  readonly isComplete: boolean;
}

/** The latest attempt that ran chunks like this one. Records of an attempt show that its plan was complete. */
function lastOf(
  attempts: readonly Attempt[],
  records: readonly (ChunkRecord | undefined)[],
  isOne: (chunk: Chunk) => boolean,
): Attempt | undefined {
  return attempts
    .filter(
      ({ plan: { execution }, chunks, isComplete }) =>
        chunks.some(isOne) &&
        (isComplete ||
          records.some((record) => record?.execution === execution || record?.closedBy?.has(execution))),
    )
    .sort((a, b) => Date.parse(a.plan.plannedAt) - Date.parse(b.plan.plannedAt))
    .at(-1);
}

function has(attempt: Attempt | undefined, stage: StageName): boolean {
  return Object.hasOwn(attempt?.plan.stages ?? {}, stage);
}
