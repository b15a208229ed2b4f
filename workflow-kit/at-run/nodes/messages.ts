import * as z from "zod";

/** Messages of a node to the main one. Anything else ends the connection. */
export const Message = z.discriminatedUnion("type", [
  /** The first frame of a connection, and only that. */
  z.strictObject({ type: z.literal("hello"), node: z.int().min(0).max(999) }),
  /** A result of the node's work, for its stage to parse. */
  z.strictObject({ type: z.literal("result"), result: z.unknown() }),
  z.strictObject({ type: z.literal("alive") }),
  z.strictObject({ type: z.literal("done") }),
  /** It ends before its work is done. */
  z.strictObject({
    type: z.literal("failed"),
    reason: z.string().max(2_000),
    exitCode: z.int().min(1).max(255),
  }),
]);
export type Message = z.output<typeof Message>;
