import type { PlanFile } from "../../contract/plan.ts";
import type { ChunkRecord, RunRecord, TenantRecord } from "../../contract/records.ts";

/** What is known about a run when its page is made. */
export interface RunFacts {
  /** Undefined until its planning begins. */
  readonly run: RunRecord | undefined;
  /** The plan of all its chunks. Undefined before, and if it can't be read. */
  readonly plan?: Pick<PlanFile, "running" | "skippedTenants" | "stages"> | undefined;
  /** In the order in which a chunk passes them. */
  readonly stages: readonly string[];
  readonly tenants: readonly TenantRecord[];
  /** Chunk → its tenant, by the manifest. Empty if that can't be read: then only chunks with a record have one. */
  readonly planned: readonly string[];
  /** At most one per chunk and stage. */
  readonly chunks: readonly ChunkRecord[];
  /** Whether the chunks were read; `chunks` is empty before. */
  readonly hasChunks: boolean;
  /** When they were read. */
  readonly readAt: Date;
}

/** The start of a run's clock, in milliseconds since the epoch: its own start, or the first record's. */
export function startOf({ run, chunks, readAt }: RunFacts): number {
  if (run !== undefined) return Date.parse(run.startedAt);
  return chunks.reduce((first, { startedAt }) => Math.min(first, Date.parse(startedAt)), readAt.getTime());
}
