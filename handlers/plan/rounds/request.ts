import * as z from "zod";
import type { RoundRequest } from "../../../contract/memory-rounds.ts";

const Shard = z.object({
  ...{ index: z.int().min(0), offset: z.int().min(0), size: z.int().min(1) },
  jobs: z.record(z.string(), z.string()),
  error: z.object({ error: z.string(), cause: z.string() }).nullish(),
});

const Request = z.object({
  again: z.object({
    ...{ workflow: z.string(), runId: z.string(), execution: z.string(), round: z.int().min(1) },
    memoryMiB: z.record(z.string(), z.array(z.int()).min(1)),
    shards: z.array(Shard),
  }),
});

/** The request for a round, if the event is one. @throws {ZodError} for one that no machine sends */
export function roundRequest(event: unknown): RoundRequest | undefined {
  const isRound = typeof event === "object" && event !== null && "again" in event;
  return isRound ? Request.parse(event) : undefined;
}
