import * as z from "zod";
import type { ItemKey } from "./get-in-batches.ts";
import { stageOfKey } from "./record-keys.ts";
import type { ChunkRecord } from "./records.ts";

/** The longest record, as JSON. Those of stages have at most 30,000 characters, and DynamoDB's limit leaves room for what closing adds. */
const longestRecord = 100_000;

const Time = z.string().refine((text) => !Number.isNaN(Date.parse(text)));
const Count = z.int().min(0);

/** The fields that closing and the command use. */
const Sound = z.object({
  tenant: z.string(),
  status: z.enum(["RUNNING", "SUCCEEDED", "FAILED", "INTERRUPTED", "NOT_STARTED"]),
  startedAt: Time,
  endedAt: Time.optional(),
  items: z.object({ done: Count, failed: Count, skipped: Count }),
  total: Count.optional(),
  result: z.string().optional(),
  failures: z.array(z.object({ item: z.string(), reason: z.string() })).optional(),
  error: z.string().optional(),
  execution: z.string().optional(),
  jobId: z.string().optional(),
  closedBy: z.set(z.string()).optional(),
});

/**
 * The record of a stage, with the chunk and the stage of its key. Undefined if it is not one that a worker writes. A container may write anything
 * under its own chunk's key, and must not keep others' runs from ending by it.
 * @example for await (const item of table.getAll<ChunkRecord>(keys)) soundRecord(item);
 */
export function soundRecord(item: ItemKey & ChunkRecord): ChunkRecord | undefined {
  const isShort = JSON.stringify(item, listed).length <= longestRecord;
  return isShort && Sound.safeParse(item).success ? { ...item, ...stageOfKey(item) } : undefined;
}

function listed(_: string, value: unknown): unknown {
  return value instanceof Set ? [...value] : value;
}
