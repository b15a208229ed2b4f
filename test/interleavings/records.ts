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
import { outputName, pipeline, stageNames, tenants } from "./fixture.ts";
import type { World } from "./world.ts";

/** What the table and the buckets say about one stage of a chunk. */
export interface StageState {
  readonly chunk: Chunk;
  readonly stage: (typeof stageNames)[number];
  readonly record: ChunkRecord | undefined;
  /** The lines of the attempt that counts; undefined if there is no such file. */
  readonly lines: readonly string[] | undefined;
}

/** What is left of one run. */
export interface RunState {
  readonly runId: string;
  readonly run: RunRecord;
  readonly plan: PlanFile | undefined;
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

async function readRun({ cloud }: World, run: RunRecord): Promise<RunState> {
  const { bucket, table } = cloud;
  const { runId, workflow } = run;
  const plan = await readPlan(bucket, { workflow, runId, execution: runId });
  const chunks = plan === undefined ? [] : await readManifest(bucket, plan.manifest, "");
  const stages: StageState[] = [];
  for (const chunk of chunks)
    for (const stage of stageNames) {
      const record = await table.get<ChunkRecord>(tableKeys.chunk(workflow, runId, chunk.index, stage));
      const by = { workflow, runId, chunk: chunk.index, stage, attempt: record?.attempt };
      const key = `${chunk.data.prefix}${tenantKeys.output(by, outputName)}`;
      const text = record?.status === "SUCCEEDED" ? await cloud.data.text(key) : undefined;
      const lines = text?.split("\n").filter((line) => line !== "");
      stages.push({ chunk, stage, record, lines: lines?.map((line) => String(JSON.parse(line))) });
    }
  const ofTenants = new Map<string, TenantRecord>();
  const records = table.query<TenantRecord>(tableKeys.run(workflow, runId).pk, tenantPrefix);
  for await (const record of records) ofTenants.set(record.tenant, record);
  const history = new Map<string, TenantRecord>();
  for (const { id } of tenants) {
    const record = await table.get<TenantRecord>(tableKeys.history(id, workflow, runId));
    if (record !== undefined) history.set(id, record);
  }
  return { runId, run, plan, stages, tenants: ofTenants, history };
}
