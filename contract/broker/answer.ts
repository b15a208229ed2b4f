import * as z from "zod";
import { ChunkLine } from "../chunk.ts";

/** Credentials of the tenant's role, for one chunk. */
const ChunkSession = z.object({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  sessionToken: z.string(),
  /** ISO 8601. */
  expiration: z.iso.datetime(),
});

/** The job's earlier attempts that failed by themselves, not by a reclaimed instance. */
const FailedAttempts = z.object({
  count: z.int().min(0),
  /** Batch's reason for the latest one, for people. Absent when there is none. */
  reason: z.string().exactOptional(),
});

/** The container's instance, as far as AWS says. */
const Placement = z.object({
  /** @example "c7g.large" */
  instanceType: z.string().exactOptional(),
  spot: z.boolean().exactOptional(),
});

/** The container works on this chunk. */
const Granted = z.object({
  outcome: z.literal("granted"),
  chunk: ChunkLine,
  /** Of all tenants. */
  chunksInRun: z.int().min(1),
  /** The execution that works on the run. */
  execution: z.string(),
  ownFailures: FailedAttempts,
  /** Absent from brokers of the version before. */
  placement: Placement.exactOptional(),
  session: ChunkSession,
});

/** Nothing is granted. The code is in docs/errors.md, and the reason names nothing that is another tenant's. */
const nothing = { code: z.string(), reason: z.string() };

/** The broker's answer. */
export const BrokerAnswer = z.discriminatedUnion("outcome", [
  Granted,
  /** It may become true: wait, and ask again with a new proof. */
  z.object({ outcome: z.literal("not-yet"), ...nothing }),
  /** It will not become true: end with `exitCode.badConfig`. */
  z.object({ outcome: z.literal("refused"), ...nothing }),
]);

export type BrokerAnswer = z.infer<typeof BrokerAnswer>;
export type Granted = z.infer<typeof Granted>;
export type ChunkSession = z.infer<typeof ChunkSession>;
export type Placement = z.infer<typeof Placement>;
export type FailedAttempts = z.infer<typeof FailedAttempts>;
