import type { Chunk } from "../contract/chunk.ts";
import type { LastSuccessRecord } from "../contract/records.ts";
import type { DeployedTenant } from "../contract/tenants.ts";

/** One chunk as a workflow plans it: the planner adds its index in the run, the tenant, its data and its parameters. */
export type ChunkDraft = Pick<Chunk, "part" | "parts" | "items" | "source">;

/** What planning may find out about a tenant beside its file. */
export interface TenantFacts {
  /** The ids of the tenant's originals, in S3's order, a page of 1,000 at a time. */
  originals(): AsyncIterable<string>;
  /** The latest run of a workflow that succeeded for the tenant; undefined when none has. */
  lastSuccess(workflow: string): Promise<LastSuccessRecord | undefined>;
}

/** How a workflow cuts a tenant's work into chunks. */
export interface Chunking<P = unknown> {
  /** The tenant's chunks, in order; none when there is nothing to do. */
  chunksOf(
    tenant: DeployedTenant,
    params: P,
    facts: TenantFacts,
  ): Promise<readonly ChunkDraft[]> | readonly ChunkDraft[];
  /** Why a tenant may have no chunks, for a person. @default "it has nothing to work on" */
  readonly whyNone?: string;
}

/**
 * A number of chunks for each tenant that is known before anything is read.
 *
 * @param options.parts How many, at least 1, by the tenant's parameters. @default 1
 * @throws {RangeError} when planning, if `parts` gives no whole number of at least 1.
 */
export function perTenant<P>(options: { readonly parts?: (params: P) => number } = {}): Chunking<P> {
  return {
    chunksOf(tenant, params) {
      const parts = options.parts?.(params) ?? 1;
      if (!Number.isInteger(parts) || parts < 1) {
        throw new RangeError(`tenant ${tenant.id} cannot be cut into ${parts} parts: at least 1 whole part`);
      }
      return Array.from({ length: parts }, (_, part) => ({ part, parts }));
    },
  };
}

/**
 * One chunk for each tenant, which works on what the latest run of another workflow made for it: the last one that
 * succeeded for the tenant as a whole. None for a tenant that has no such run.
 */
export function perSourceRun<P>(workflow: string): Chunking<P> {
  return {
    async chunksOf(_tenant, _params, facts) {
      const latest = await facts.lastSuccess(workflow);
      if (latest === undefined) return [];
      const { runId, endedAt } = latest;
      return [{ part: 0, parts: 1, source: { workflow, runId, endedAt } }];
    },
    whyNone: `${workflow} has not succeeded for it yet: run that first`,
  };
}

/**
 * A chunk for every `size` items of a tenant, the last one of what is left.
 *
 * @param options.size At least 1.
 * @param options.items Lists the ids in S3's order.
 * @throws {RangeError} unless `size` is a whole number of at least 1.
 */
export function perItems<P>(options: {
  readonly size: number;
  readonly items: (facts: TenantFacts) => AsyncIterable<string>;
  readonly whyNone: string;
}): Chunking<P> {
  const { size, items, whyNone } = options;
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(`a chunk of ${size} items: at least 1 whole item`);
  }
  return {
    async chunksOf(_tenant, _params, facts) {
      const ends: string[] = [];
      let [inChunk, last] = [0, ""];
      for await (const id of items(facts)) {
        if (inChunk === size) {
          ends.push(last);
          inChunk = 0;
        }
        inChunk += 1;
        last = id;
      }
      if (inChunk > 0) ends.push(last);
      return ends.map((through, part) => {
        const after = ends[part - 1];
        return {
          part,
          parts: ends.length,
          items: after === undefined ? { through } : { after, through },
        };
      });
    },
    whyNone,
  };
}
