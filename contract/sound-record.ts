import * as z from "zod";
import type { ItemKey } from "./get-in-batches.ts";
import { stageOfKey } from "./record-keys.ts";
import { type ChunkRecord, tryOutcomes } from "./records.ts";

/** The longest record, as JSON. Those of stages have at most 30,000 characters, and DynamoDB's limit leaves room for what closing adds. */
const longestRecord = 100_000;

/** Closing keeps the last 20 of them. */
const mostTries = 200;

const Time = z.string().refine((text) => !Number.isNaN(Date.parse(text)));
const Count = z.int().min(0);

const Amount = z.number().min(0).max(1e9);

const SoundTry = z.object({
  attempt: z.string().max(100),
  startedAt: Time,
  endedAt: Time.optional(),
  outcome: z.enum(tryOutcomes).optional(),
  reason: z.string().max(2_000).optional(),
  exitCode: z.int().optional(),
  logStream: z.string().max(512).optional(),
  /** https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html */
  instanceType: z
    .string()
    .regex(/^[a-z][a-z-]{0,5}\d[a-z0-9-]{0,15}\.[a-z0-9-]{1,20}$/)
    .optional(),
  spot: z.boolean().optional(),
  vcpus: Amount.optional(),
  memoryMiB: Amount.optional(),
  cpuSeconds: Amount.optional(),
  peakMiB: Amount.optional(),
});

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
  attempt: z.string().optional(),
  tries: z.array(SoundTry).max(mostTries).optional(),
  where: z.string().max(2_000).optional(),
  heardAt: Time.optional(),
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
