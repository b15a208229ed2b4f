import { CodedError } from "@batchline/diagnostics";
import type { Chunk, SourceRun } from "../../contract/chunk.ts";
import type { LastSuccessRecord } from "../../contract/records.ts";
import type { DeployedTenant } from "../../contract/tenants.ts";
import type { WorkflowErrorCode } from "./error-codes.ts";

/** One chunk as a workflow plans it. The planner adds its index in the run, the tenant, its data and its parameters. */
export type ChunkDraft = Pick<Chunk, "part" | "parts" | "items" | "source">;

/** What planning can read about a tenant beside its file. */
export interface TenantFacts {
  /** The names of the tenant's objects below `prefix`, without it, in S3's order; 1,000 a request. */
  names(prefix: string): AsyncIterable<string>;
  /** The tenant's latest successful run of a workflow; undefined when there is none. @default the workflow that is planned */
  lastSuccess(workflow?: string): Promise<LastSuccessRecord | undefined>;
  /** That run as the source of a chunk, with the attempts whose outputs count. */
  source(workflow: string, success: LastSuccessRecord): Promise<SourceRun>;
}

/** How a workflow cuts a tenant's work into chunks: `perTenant`, `perSourceRun`, `perItems` or your own. */
export interface Chunking<P = unknown> {
  /** The tenant's chunks, in order; none when there is nothing to do. */
  chunksOf(
    tenant: DeployedTenant,
    params: P,
    facts: TenantFacts,
  ): Promise<readonly ChunkDraft[]> | readonly ChunkDraft[];
  /** The prefix, below a tenant's own, whose objects `chunksOf` lists. The planner may list no other. @default it lists none */
  readonly lists?: string;
  /** Why a tenant has no chunks, for a person. @default "it has nothing to work on" */
  readonly whyNone?: string;
}

/** The prefixes that planning these workflows lists, each once. @example listedPrefixes([{ chunks: { lists: "images/", chunksOf: () => [] } }]) // ["images/"] */
export function listedPrefixes(workflows: readonly { readonly chunks: Chunking }[]): string[] {
  return [...new Set(workflows.flatMap(({ chunks }) => chunks.lists ?? []))];
}

/** Options of a chunking, or a tenant's number of chunks, that are out of range. @example if (error instanceof ChunkingError) error.code // "BL-W002" */
export class ChunkingError extends CodedError<WorkflowErrorCode> {}

/** @throws {ChunkingError} unless `aim` is absent or above 0. @example checkAim(minutes(5)) */
export function checkAim(aim: number | undefined): void {
  if (aim === undefined || aim > 0) return;
  throw new ChunkingError(
    "BL-W002",
    `an aim of ${aim} seconds for each chunk: use a number above 0, for example minutes(5)`,
  );
}

/** @throws {ChunkingError} unless `value` is a whole number of at least 1. `option`: its name.
 * @example checkCount("maxChunks", 0.5) // ChunkingError: maxChunks: 0.5 is not a whole number of at least 1 */
export function checkCount(option: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new ChunkingError("BL-W002", `${option}: ${value} is not a whole number of at least 1`);
}
