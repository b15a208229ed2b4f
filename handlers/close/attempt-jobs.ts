import type { ChunkRecord } from "../../contract/records.ts";
import { chunkJob, type ShardOutcome } from "../../contract/summary.ts";
import type { Submission } from "./attempt-plan.ts";

/** A chunk's job of one stage, or why there is none. */
type StageJob = { readonly jobId: string } | { readonly reason: string };

/** The jobs of the attempt that is being closed. */
export class AttemptJobs {
  readonly #execution: string;
  readonly #outcomes: ReadonlyMap<number, ShardOutcome>;
  readonly #parents: ReadonlySet<string>;
  /** Newest first. */
  readonly #submissions: readonly Submission[];

  /** @param submissions What the attempt submitted, oldest first. */
  constructor(execution: string, outcomes: readonly ShardOutcome[], submissions: readonly Submission[]) {
    this.#execution = execution;
    this.#outcomes = new Map(outcomes.map((outcome) => [outcome.index, outcome]));
    this.#parents = new Set(
      outcomes.flatMap(({ jobs }) => Object.values(jobs ?? {}).filter((id) => id !== undefined)),
    );
    this.#submissions = submissions.toReversed();
  }

  /** Whether `record` was written in this attempt. Records of the version before name no execution, but their job. */
  wrote({ execution, jobId, chunk }: ChunkRecord): boolean {
    if (execution !== undefined) return execution === this.#execution;
    const wasRun = this.#submissions.some(({ positionOf }) => positionOf(chunk) !== undefined);
    if (jobId === undefined || !wasRun) return true;
    return this.#parents.has(jobId.replace(/[:#].*/, ""));
  }

  /** The latest job for `stage` of `chunk`. A child of an array job is `<parent id>:<index>`, a node `<job id>#<node>`. */
  of(chunk: number, stage: string): StageJob {
    const places = this.#submissions.flatMap((submission) => placeOf(submission, chunk) ?? []);
    for (const { shard, position } of places) {
      const { jobs = {}, error } = this.#outcomes.get(shard.index) ?? {};
      const own = jobs[chunkJob(position, stage)];
      if (own !== undefined) return { jobId: own };
      const parent = jobs[stage];
      if (parent !== undefined) return { jobId: shard.size === 1 ? parent : `${parent}:${position}` };
      // Without it, the execution ended before it submitted the round: an earlier job has the reason.
      if (error) return { reason: notSubmitted(error) };
    }
    return { reason: places.length === 0 ? "it was not run" : notSubmitted({}) };
  }
}

function placeOf({ shards, positionOf }: Submission, chunk: number) {
  const position = positionOf(chunk);
  const shard = shards.find(
    ({ offset, size }) => position !== undefined && position >= offset && position < offset + size,
  );
  return position === undefined || shard === undefined
    ? undefined
    : { shard, position: position - shard.offset };
}

function notSubmitted({ error, cause }: { readonly error?: string; readonly cause?: string }): string {
  const why = [error, cause].filter((text) => text !== undefined && text !== "").join(": ");
  return why === "" ? "its job was not submitted" : `its job was not submitted: ${why}`;
}
