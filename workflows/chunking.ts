import type { DeployedTenant } from "../contract/tenants.ts";

/** One chunk as a workflow plans it: the planner adds its index in the run, the tenant, its data and its parameters. */
export interface ChunkDraft {
  /** Which part of the tenant's work this is, 0 ≤ part < parts. */
  readonly part: number;
  readonly parts: number;
  /** The ids this chunk covers, for workflows whose chunks are lists of items. */
  readonly items?: readonly string[];
}

/** How a workflow cuts a tenant's work into chunks. */
export interface Chunking<P = unknown> {
  /** The tenant's chunks, in order; none when there is nothing to do. May list the tenant's data to find out. */
  chunksOf(tenant: DeployedTenant, params: P): Promise<readonly ChunkDraft[]> | readonly ChunkDraft[];
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
