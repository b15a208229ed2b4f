import { CodedError } from "@batchline/diagnostics";
import type { SourceRun } from "../../contract/chunk.ts";
import { isOutputAttempt } from "../../contract/output-attempt.ts";
import { stageOfKey, tableKeys } from "../../contract/record-keys.ts";
import type { ChunkRecord, LastSuccessRecord, RunRecord } from "../../contract/records.ts";
import type { HandlerErrorCode } from "../error-codes.ts";
import type { Stores } from "../storage/stores.ts";
import { readManifest, readPlan } from "./write-plan.ts";

/** The records of a source run have expired, so nobody knows which attempts' outputs count. */
export class SourceExpiredError extends CodedError<HandlerErrorCode> {}

type Chunks = ReadonlyMap<string, readonly number[]>;

/** The runs whose outputs a plan's chunks read. Each run's plan and manifest are read once. */
export class SourceRuns {
  readonly #stores: Pick<Stores, "bucket" | "table">;
  /** `<workflow>/<run id>` → the run's stages and its chunks by tenant; undefined without stages. */
  readonly #runs = new Map<string, Promise<{ stages: readonly string[]; chunks: Chunks } | undefined>>();

  constructor(stores: Pick<Stores, "bucket" | "table">) {
    this.#stores = stores;
  }

  /**
   * The attempts whose outputs count, in the chunks of a tenant that has succeeded in a run. Undefined for a run of the layout before attempts.
   * @throws {SourceExpiredError} for the tenant's latest success, if its run's plan or records are gone
   */
  async attemptsOf(
    workflow: string,
    { tenant, runId, startedAt }: LastSuccessRecord,
  ): Promise<SourceRun["attempts"]> {
    const expired = (what: string) =>
      new SourceExpiredError(
        "BL-H015",
        `${what} of ${workflow}'s run ${runId} have expired, so nobody knows which of its outputs count: run ${workflow} again for ${tenant}`,
      );
    const run = await this.#run(workflow, runId);
    if (run === undefined) {
      // The version before wrote no start. Its outputs need no plan.
      if (startedAt === undefined) return undefined;
      throw expired("the plan and the manifest");
    }
    if (run.stages.length === 0) return undefined;
    const chunks = run.chunks.get(tenant) ?? [];
    const keys = chunks.flatMap((chunk) =>
      run.stages.map((stage) => tableKeys.chunk(workflow, runId, chunk, stage)),
    );
    const attempts = new Map<number, Record<string, string>>(chunks.map((chunk) => [chunk, {}]));
    let found = 0;
    for await (const { status, attempt, ...key } of this.#stores.table.getAll<ChunkRecord>(keys)) {
      const { chunk, stage } = stageOfKey(key);
      found += 1;
      const stages = attempts.get(chunk);
      if (status === "SUCCEEDED" && isOutputAttempt(attempt) && stages !== undefined) stages[stage] = attempt;
    }
    if (found < chunks.length) throw expired("records");
    return [...attempts].map(([chunk, stages]) => ({ chunk, stages }));
  }

  #run(workflow: string, runId: string) {
    const name = `${workflow}/${runId}`;
    const known = this.#runs.get(name) ?? this.#read(workflow, runId);
    this.#runs.set(name, known);
    return known;
  }

  async #read(workflow: string, runId: string) {
    const { bucket, table } = this.#stores;
    const first = await readPlan(bucket, { workflow, runId, execution: runId });
    if (first === undefined) return undefined;
    const latest = await table.get<RunRecord>(tableKeys.run(workflow, runId));
    const { execution = runId } = latest ?? {};
    const resumed = execution === runId ? undefined : await readPlan(bucket, { workflow, runId, execution });
    const chunks = new Map<string, number[]>();
    const stages = Object.keys({ ...first.stages, ...resumed?.stages });
    // Plans of the version before have no stages. Unless such a run was resumed since, it has no attempts either.
    if (stages.length === 0) return { stages, chunks };
    for (const { tenant, index } of await readManifest(
      bucket,
      first.manifest,
      "its outputs are to be read",
    )) {
      const of = chunks.get(tenant) ?? [];
      of.push(index);
      chunks.set(tenant, of);
    }
    return { stages, chunks };
  }
}
