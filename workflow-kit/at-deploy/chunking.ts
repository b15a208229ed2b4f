import type { Chunk } from "../../contract/chunk.ts";
import type { LastSuccessRecord } from "../../contract/records.ts";
import type { DeployedTenant } from "../../contract/tenants.ts";
import { secondsPerItem, workSeconds } from "./work-rate.ts";

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

/** How many chunks a tenant gets whose work is not looked at when it is planned. */
export interface PartsOptions<P> {
  /** How many a tenant's parameters ask for, at least 1; undefined: they do not say. What they ask for counts, whatever history says. */
  readonly parts?: (params: P) => number | undefined;
  /** How many seconds all stages of a chunk together should take: see `minutes`. @default history does not count */
  readonly aim?: number;
  /** How many until a run has succeeded and told how long it worked. @default 1 */
  readonly first?: number;
  /** How many `aim` may give a tenant. @default 1000 */
  readonly most?: number;
}

/**
 * A number of chunks for each tenant that is known before its work is looked at: from its parameters, or so many that a chunk
 * takes about as long as is aimed for, going by the median of the tenant's last five runs that succeeded.
 *
 * @throws {RangeError} when it is declared, unless `aim` is more than 0 and `first` and `most` whole numbers of at least 1; when
 *   planning, if `parts` gives no whole number of at least 1.
 */
export function perTenant<P>(options: PartsOptions<P> = {}): Chunking<P> {
  const partsOf = numberOfParts(options);
  return {
    async chunksOf(tenant, params, facts) {
      return inParts(await partsOf(tenant, params, facts));
    },
  };
}

/**
 * The chunks of each tenant, by default one, which work on what the latest run of another workflow made for it: the last one
 * that succeeded for the tenant as a whole. None for a tenant that has no such run.
 *
 * @throws {RangeError} as `perTenant`.
 */
export function perSourceRun<P>(workflow: string, options: PartsOptions<P> = {}): Chunking<P> {
  const partsOf = numberOfParts(options);
  return {
    async chunksOf(tenant, params, facts) {
      const latest = await facts.lastSuccess(workflow);
      if (latest === undefined) return [];
      const { runId, endedAt } = latest;
      const chunks = inParts(await partsOf(tenant, params, facts));
      return chunks.map((chunk) => ({ ...chunk, source: { workflow, runId, endedAt } }));
    },
    whyNone: `${workflow} has not succeeded for it yet: run that first`,
  };
}

/**
 * A chunk for every so many items of a tenant, the last one of what is left.
 *
 * @param options.size How many; with `aim` only until a run has told how long an item takes.
 * @param options.aim How many seconds all stages of a chunk together should take: see `minutes`. The size then goes by the median
 *   time an item took in the tenant's last five runs that succeeded, without those that skipped most. @default history does not count
 * @param options.least The fewest items that `aim` may put into a chunk but the last. @default a tenth of `size`
 * @param options.most The most. @default ten times `size`
 * @param options.items Lists the ids in S3's order.
 * @throws {RangeError} unless `aim` is more than 0, and 1 ≤ `least` ≤ `size` ≤ `most`, all whole.
 */
export function perItems<P>(options: {
  readonly size: number;
  readonly aim?: number;
  readonly least?: number;
  readonly most?: number;
  readonly items: (facts: TenantFacts) => AsyncIterable<string>;
  readonly whyNone: string;
}): Chunking<P> {
  const { size, aim, items, whyNone } = options;
  const { least = Math.ceil(size / 10), most = size * 10 } = options;
  checkWhole(size, "a chunk of", "items");
  checkAim(aim);
  if (![least, most].every(Number.isInteger) || !(1 <= least && least <= size && size <= most)) {
    throw new RangeError(
      `a chunk of ${size} items, at least ${least} and at most ${most}: whole numbers, the least of them first`,
    );
  }
  return {
    async chunksOf(_tenant, _params, facts) {
      const pace = aim === undefined ? undefined : secondsPerItem(await facts.lastSuccess());
      const full =
        aim === undefined || pace === undefined
          ? size
          : Math.min(most, Math.max(least, Math.floor(aim / pace)));
      const ends: string[] = [];
      let [inChunk, last] = [0, ""];
      for await (const id of items(facts)) {
        if (inChunk === full) {
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

function numberOfParts<P>(options: PartsOptions<P>) {
  const { aim, first = 1, most = mostParts } = options;
  checkAim(aim);
  checkWhole(first, "at first", "chunks a tenant");
  checkWhole(most, "at most", "chunks a tenant");
  return async ({ id }: DeployedTenant, params: P, facts: TenantFacts): Promise<number> => {
    const asked = options.parts?.(params);
    if (asked !== undefined) {
      if (Number.isInteger(asked) && asked >= 1) return asked;
      throw new RangeError(`tenant ${id} cannot be cut into ${asked} parts: at least 1 whole part`);
    }
    const work = aim === undefined ? undefined : workSeconds(await facts.lastSuccess());
    return aim === undefined || work === undefined
      ? first
      : Math.min(most, Math.max(1, Math.ceil(work / aim)));
  };
}

function inParts(parts: number): { readonly part: number; readonly parts: number }[] {
  return Array.from({ length: parts }, (_, part) => ({ part, parts }));
}

function checkAim(aim: number | undefined): void {
  if (aim === undefined || aim > 0) return;
  throw new RangeError(`an aim of ${aim} seconds a chunk: more than 0, for example minutes(5)`);
}

function checkWhole(value: number, which: string, what: string): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new RangeError(`${which} ${value} ${what}: a whole number of at least 1`);
}
