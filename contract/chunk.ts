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
  /** The items this chunk covers, for workflows that cut a tenant's items into chunks. */
  readonly items?: ItemRange;
  /** The run whose outputs this chunk reads, for workflows that work on what another one made. */
  readonly source?: SourceRun;
}

/**
 * The items whose ids are above `after` and not above `through`, in S3's order. Bounds and not the ids themselves: ten
 * million images in chunks of 1,000 are a manifest of 5 MB, by their ids it would be 650 MB.
 */
export interface ItemRange {
  /** Absent: from the first one. */
  readonly after?: string;
  readonly through: string;
}

/** A run that succeeded for the tenant: its outputs there are complete, and nothing writes to them any more. */
export interface SourceRun {
  readonly workflow: string;
  readonly runId: string;
  /** When it ended for the tenant. ISO 8601. */
  readonly endedAt: string;
}
