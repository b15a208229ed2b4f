import type { JobDetail } from "@aws-sdk/client-batch";
import { jobsOfRun } from "../../contract/job-names.ts";
import type { RoundResult } from "../../contract/memory-rounds.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { ChunkRecord, RunRecord, TenantRecord } from "../../contract/records.ts";
import type { ShardOutcome } from "../../contract/summary.ts";
import type { DeployedTenant } from "../../contract/tenants.ts";
import { closeRun } from "../../handlers/close/close-run.ts";
import type { EndOptions } from "../../handlers/close/end-dead-run.ts";
import { plan } from "../../handlers/plan/plan-execution.ts";
import { planRound } from "../../handlers/plan/rounds/plan-round.ts";
import { embeddedPlanner } from "./embedded-planner.ts";
import { type EmbeddedStores, startStores } from "./embedded-stores.ts";
import { chunky, stateMachine } from "./planned-workflow.ts";

export const stages = ["fetch", "download", "rescale"] as const;

/** The queue of the runs' jobs. */
export const queue = "compute";

/** Runs of the workflow `chunky`: a test plans one, writes what its workers would, and closes it. */
export class RunToClose {
  readonly stores: EmbeddedStores;
  /** The stores with the rights of the function that plans. */
  readonly metadata: ReturnType<EmbeddedStores["as"]>;
  /** The stores with the rights of the function that closes. */
  readonly summary: ReturnType<EmbeddedStores["as"]>;
  id = "";
  #runs = 0;

  private constructor(stores: EmbeddedStores) {
    this.stores = stores;
    this.metadata = stores.as("metadata");
    this.summary = stores.as("summary");
  }

  static async start(): Promise<RunToClose> {
    return new RunToClose(await startStores());
  }

  /** Continues with another run, at noon, without jobs and without the lock. */
  async next(): Promise<void> {
    this.id = `run-${++this.#runs}`;
    this.stores.time = "2026-11-23T12:00:00.000Z";
    this.stores.batch.jobs.clear();
    this.stores.batch.terminated.length = 0;
    this.stores.batch.notTerminated.clear();
    this.stores.batch.isSilent = false;
    this.stores.states.executions.clear();
    this.stores.states.isSilent = false;
    this.stores.beforeTable = async () => undefined;
    await this.stores.table.delete(tableKeys.lock("chunky"));
  }

  /** Plans the run, or resumes the run `resume`. Half an hour passes. */
  async planned(tenants: readonly DeployedTenant[], resume?: string): Promise<void> {
    await this.stores.deploy(tenants);
    const input = resume === undefined ? {} : { resume };
    await plan(embeddedPlanner(this.metadata), chunky, {
      workflow: "chunky",
      execution: resume ? `${resume}-again` : this.id,
      stateMachine,
      input,
    });
    this.stores.time = "2026-11-23T12:30:00.000Z";
  }

  /** Writes the record that a worker leaves of one stage. */
  async worked(chunk: number, tenant: string, stage: string, fields: Partial<ChunkRecord> = {}) {
    const record: ChunkRecord = {
      ...{
        workflow: "chunky",
        runId: this.id,
        tenant,
        chunk,
        stage,
        status: "SUCCEEDED",
        attempts: 1,
        expiresAt: 4_000_000_000,
      },
      ...{ startedAt: "2026-11-23T12:01:00.000Z", endedAt: "2026-11-23T12:02:00.000Z" },
      items: { done: 10, failed: 1, skipped: 2 },
      ...fields,
    };
    await this.stores.table.put({ ...tableKeys.chunk("chunky", this.id, chunk, stage), ...record });
  }

  async finished(chunk: number, tenant: string): Promise<void> {
    for (const stage of stages) await this.worked(chunk, tenant, stage);
  }

  /** The planner's answer to a round after these shards: `download` may get 1,024 MiB, then 2,048, then 3,000, and `rescale` 4,096, then 8,192. */
  round(round: number, shards: readonly ShardOutcome[], execution = this.id): Promise<RoundResult> {
    const memoryMiB = { download: [1_024, 2_048, 3_000], rescale: [4_096, 8_192] };
    const again = { workflow: "chunky", runId: this.id, execution, round, memoryMiB, shards };
    return planRound({ ...this.metadata, nonce: () => `round-${round}` }, { again });
  }

  /** Closes the run with one shard, whose stages have the jobs `job-f`, `job-d` and `job-r`. */
  close(shard: Partial<ShardOutcome> & Pick<ShardOutcome, "size">, execution = this.id) {
    const jobs = { fetch: "job-f", download: "job-d", rescale: "job-r" };
    const end = { why: "the stages have ended", leastChecks: 1 };
    const claim = { workflow: "chunky", runId: this.id, execution };
    return closeRun(this.options, claim, {
      ...end,
      shards: [{ index: 0, offset: 0, jobs, ...shard }],
    });
  }

  /** What the function that closes works with. */
  get options(): EndOptions {
    const { batch, states } = this.summary;
    return {
      ...{ stores: this.summary, batch, states, jobQueues: [queue], pause: async () => {} },
      workflowNamed: () => chunky,
    };
  }

  /** Lets Batch have a job of the run's execution, by its name's end: `0-fetch`. Returns its id. */
  submitted(name: string, job: Partial<JobDetail> = {}, execution = this.id): string {
    const jobId = `job-${this.stores.batch.jobs.size}`;
    const jobName = `${jobsOfRun("chunky", this.id, execution)}-${name}`;
    this.stores.batch.jobs.set(jobId, { jobName, jobQueue: queue, status: "RUNNING", ...job });
    return jobId;
  }

  runRecord(): Promise<RunRecord | undefined> {
    return this.stores.table.get<RunRecord>(tableKeys.run("chunky", this.id));
  }

  tenantRecord(id: string): Promise<TenantRecord | undefined> {
    return this.stores.table.get<TenantRecord>(tableKeys.runTenant("chunky", this.id, id));
  }

  chunkRecord(chunk: number, stage: string): Promise<ChunkRecord | undefined> {
    return this.stores.table.get<ChunkRecord>(tableKeys.chunk("chunky", this.id, chunk, stage));
  }
}
