import * as z from "zod";

/** A container's proof of its role. The characters are those of AWS, so that none of them ends a header. */
const Proof = z.object({
  accessKeyId: z.string().regex(/^[A-Z0-9]{16,128}$/),
  sessionToken: z.string().regex(/^[\w+/=.-]{1,8192}$/),
  /** Of `identityRequest`, in hexadecimal. */
  signature: z.string().regex(/^[0-9a-f]{64}$/),
  /** Milliseconds since the epoch. Each proof of a container is later than those before. */
  time: z.int().min(0).max(9_999_999_999_999),
});

/**
 * What a container asks the broker. It says nothing of its tenant, run or chunk: the broker takes those from Batch.
 * A later broker still understands earlier versions.
 */
export const BrokerRequest = z.object({
  version: z.literal(1),
  /** What is asked for: the container's chunk with a session of its tenant's role. A renewal asks the same. */
  kind: z.literal("chunk"),
  /** As Batch sets it in `AWS_BATCH_JOB_ID`. */
  jobId: z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}([:#]\d{1,5})?$/),
  proof: Proof,
});

export type BrokerRequest = z.infer<typeof BrokerRequest>;
export type Proof = z.infer<typeof Proof>;
