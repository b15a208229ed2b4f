import type { Shard } from "../../contract/plan.ts";
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

  /** The latest job for `stage` of `chunk`. */
  of(chunk: number, stage: string): StageJob {
    const submitted = this.#submitted(chunk);
    for (const { jobs, error, ...place } of submitted) {
      const jobId = jobOf(jobs, place, stage);
      if (jobId !== undefined) return { jobId };
      // Without it, the execution ended before it submitted the round: an earlier job has the reason.
      if (error) return { reason: notSubmitted(error) };
    }
    return { reason: submitted.length === 0 ? "it was not run" : notSubmitted({}) };
  }

  /** All jobs for `stage` of `chunk`, oldest first: one, and one for each round with the chunk. */
  all(chunk: number, stage: string): string[] {
    return this.#submitted(chunk)
      .toReversed()
      .flatMap(({ jobs, ...place }) => jobOf(jobs, place, stage) ?? []);
  }

  /** The shards that had the chunk, newest first, with its place and their jobs. */
  #submitted(chunk: number) {
    return this.#submissions.flatMap((submission) => {
      const place = placeOf(submission, chunk);
      if (place === undefined) return [];
      const { jobs = {}, error } = this.#outcomes.get(place.shard.index) ?? {};
      return [{ ...place, jobs, error }];
    });
  }
}

/** A child of an array job is `<parent id>:<index>`, a node `<job id>#<node>`. */
function jobOf(jobs: ShardOutcome["jobs"], { shard, position }: Place, stage: string): string | undefined {
  const own = jobs[chunkJob(position, stage)];
  const parent = jobs[stage];
  return own ?? (parent === undefined || shard.size === 1 ? parent : `${parent}:${position}`);
}

interface Place {
  readonly shard: Shard;
  readonly position: number;
}

function placeOf({ shards, positionOf }: Submission, chunk: number): Place | undefined {
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
