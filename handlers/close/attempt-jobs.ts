import type { ChunkRecord } from "../../contract/records.ts";
import { chunkJob, type ShardOutcome } from "../../contract/summary.ts";

/** A chunk's job of one stage, or why there is none. */
type StageJob = { readonly jobId: string } | { readonly reason: string };

/** The jobs of the attempt that is being closed. */
export class AttemptJobs {
  readonly #execution: string;
  readonly #shards: readonly ShardOutcome[];
  readonly #parents: ReadonlySet<string>;
  readonly #positionOf: (chunk: number) => number | undefined;

  /** `positionOf` returns a chunk's place in the attempt's manifest; undefined if the attempt did not run it. */
  constructor(
    execution: string,
    shards: readonly ShardOutcome[],
    positionOf: (chunk: number) => number | undefined,
  ) {
    this.#execution = execution;
    this.#shards = shards;
    this.#parents = new Set(
      shards.flatMap(({ jobs }) => Object.values(jobs ?? {}).filter((id) => id !== undefined)),
    );
    this.#positionOf = positionOf;
  }

  /** Whether `record` was written in this attempt. Records of the version before name no execution, but their job. */
  wrote({ execution, jobId, chunk }: ChunkRecord): boolean {
    if (execution !== undefined) return execution === this.#execution;
    if (jobId === undefined || this.#positionOf(chunk) === undefined) return true;
    return this.#parents.has(jobId.replace(/[:#].*/, ""));
  }

  /** The job for `stage` of `chunk`. A child of an array job is `<parent id>:<index>`, a node `<job id>#<node>`. */
  of(chunk: number, stage: string): StageJob {
    const position = this.#positionOf(chunk);
    const shard = this.#shards.find(
      ({ offset, size }) => position !== undefined && position >= offset && position < offset + size,
    );
    if (position === undefined || shard === undefined) return { reason: "it was not run" };
    const own = shard.jobs?.[chunkJob(position - shard.offset, stage)];
    if (own !== undefined) return { jobId: own };
    const parent = shard.jobs?.[stage];
    if (parent !== undefined) {
      return { jobId: shard.size === 1 ? parent : `${parent}:${position - shard.offset}` };
    }
    const { error, cause } = shard.error ?? {};
    const why = [error, cause].filter((text) => text !== undefined && text !== "").join(": ");
    return { reason: why === "" ? "its job was not submitted" : `its job was not submitted: ${why}` };
  }
}
