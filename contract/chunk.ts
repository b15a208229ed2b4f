import * as z from "zod";
import type { DataLocation } from "./tenants.ts";

/**
 * One line of `chunks.json`: a container's work. A chunk belongs to exactly one tenant. `P` is the type of the
 * workflow's parameters.
 */
export interface Chunk<P = unknown> {
  /** The chunk's id in its run, from 0. A resumed run keeps it, but its place in the manifest may differ. */
  readonly index: number;
  readonly tenant: string;
  /** The part of the tenant's work, 0 ≤ part < parts. */
  readonly part: number;
  readonly parts: number;
  readonly data: DataLocation;
  readonly params: P;
  /** The chunk's items, for workflows that cut a tenant's items into chunks. */
  readonly items?: ItemRange;
  /** The run whose outputs this chunk reads, for workflows that use another one's results. */
  readonly source?: SourceRun;
}

/**
 * The items with ids above `after` and up to `through`, in S3's order. Bounds keep the manifest small: ten million
 * images in chunks of 1,000 take 5 MB. Their ids would take 650 MB.
 */
interface ItemRange {
  /** Absent: from the first one. */
  readonly after?: string;
  readonly through: string;
}

/** A successful run of the tenant. Its outputs are complete and stay as they are. */
export interface SourceRun {
  readonly workflow: string;
  readonly runId: string;
  /** When it ended for the tenant. ISO 8601. */
  readonly endedAt: string;
  /** For each of the tenant's chunks, in order, whose outputs count. Absent: all are of the layout before attempts. */
  readonly attempts?: readonly ChunkAttempts[];
}

/** Stage → the attempt whose outputs count. A stage that is absent has outputs of the layout before attempts. */
interface ChunkAttempts {
  readonly chunk: number;
  readonly stages: Readonly<Record<string, string>>;
}

/** A line of `chunks.json`, checked. The workflow checks its parameters. */
export const ChunkLine = z.object({
  index: z.int().min(0),
  tenant: z.string().min(1),
  part: z.int().min(0),
  parts: z.int().min(1),
  data: z.object({ bucket: z.string(), prefix: z.string().endsWith("/") }),
  params: z.unknown(),
  items: z.object({ after: z.string().exactOptional(), through: z.string() }).exactOptional(),
  source: z
    .object({
      ...{ workflow: z.string(), runId: z.string(), endedAt: z.string() },
      attempts: z
        .array(z.object({ chunk: z.int().min(0), stages: z.record(z.string(), z.string()) }))
        .exactOptional(),
    })
    .exactOptional(),
}) satisfies z.ZodType<Chunk>;
