import type { z } from "zod";
import type { Chunk } from "../../contract/chunk.ts";
import type { DeployedTenant } from "../../contract/tenants.ts";

/** What a tenant's part of a run is split into, before it has its place in the manifest. */
export type ChunkDraft = Pick<Chunk, "part" | "parts" | "items">;

/** Stage → the stages that must have succeeded before it, for the same chunk. */
export type StageGraph = Readonly<Record<string, { readonly needs?: readonly string[] }>>;

/** What planning and closing a run need to know of a workflow. */
export interface PlannedWorkflow {
  readonly name: string;
  /** The schema of a tenant's block `workflows.<name>`. */
  readonly params: z.ZodType;
  readonly stages: StageGraph;
  readonly chunks: {
    /** The tenant's chunks; none when it has nothing to work on. */
    chunksOf(tenant: DeployedTenant, params: unknown): readonly ChunkDraft[];
  };
}

/** The stages that nothing else needs: a chunk is finished when all of these are. */
export function lastStages(stages: StageGraph): string[] {
  const needed = new Set(Object.values(stages).flatMap(({ needs }) => needs ?? []));
  return Object.keys(stages).filter((stage) => !needed.has(stage));
}
