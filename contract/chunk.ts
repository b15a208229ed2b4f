import type { DataLocation } from "./tenants.ts";

/**
 * One line of `chunks.json`: all that a container needs to know of its work. A chunk belongs to exactly one tenant.
 * `P` is the workflow's parameter type.
 */
export interface Chunk<P = unknown> {
  /** The chunk's id within its run, from 0. Kept when a run is resumed; its place in a later manifest may differ. */
  readonly index: number;
  readonly tenant: string;
  /** Which part of the tenant's work this is, 0 ≤ part < parts. */
  readonly part: number;
  readonly parts: number;
  readonly data: DataLocation;
  readonly params: P;
  /** The ids this chunk covers, for workflows whose chunks are lists of items. */
  readonly items?: readonly string[];
}
