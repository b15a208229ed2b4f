import type { Chunk } from "../contract/chunk.ts";
import type { LastSuccessRecord } from "../contract/records.ts";
import type { DeployedTenant } from "../contract/tenants.ts";

/** One chunk as a workflow plans it: the planner adds its index in the run, the tenant, its data and its parameters. */
export type ChunkDraft = Pick<Chunk, "part" | "parts" | "items" | "source">;

/** What planning may find out about a tenant beside its file. */
export interface TenantFacts {
  /** The ids of the tenant's originals, in S3's order, a page of 1,000 at a time. */
  originals(): AsyncIterable<string>;
  /** The latest run of a workflow, by default of the one that is planned, that succeeded for the tenant; undefined when none has. */
  lastSuccess(workflow?: string): Promise<LastSuccessRecord | undefined>;
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

/** A chunk is a row in the manifest and a container a stage: a tenant that once took for ever must not become a million of them. */
const mostParts = 1000;

/**
 * A number of chunks for each tenant that is known before its work is looked at: from its parameters, or so many that a chunk
 * takes about as long as is aimed for, going by the tenant's last run of this workflow that succeeded.
 *
 * @param options.parts How many, at least 1, by the tenant's parameters; with `aim` only until a run has succeeded. @default 1
 * @param options.aim How many seconds all stages of a chunk together should take: see `minutes`. @default history does not count
 * @param options.most How many chunks `aim` may give a tenant. @default 1000
 * @throws {RangeError} when it is declared, unless `aim` is more than 0 and `most` a whole number of at least 1; when planning, if
 *   `parts` gives no whole number of at least 1.
 */
export function perTenant<P>(
  options: { readonly parts?: (params: P) => number; readonly aim?: number; readonly most?: number } = {},
): Chunking<P> {
  const { aim, most = mostParts } = options;
  if (aim !== undefined && !(aim > 0)) {
    throw new RangeError(`an aim of ${aim} seconds a chunk: more than 0, for example minutes(5)`);
  }
  if (!Number.isInteger(most) || most < 1) {
    throw new RangeError(`at most ${most} chunks a tenant: at least 1 whole chunk`);
  }
  return {
    async chunksOf(tenant, params, facts) {
      const last = aim === undefined ? undefined : await facts.lastSuccess();
      const parts =
        aim === undefined || last?.workSeconds === undefined
          ? (options.parts?.(params) ?? 1)
          : Math.min(most, Math.max(1, Math.ceil(last.workSeconds / aim)));
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
