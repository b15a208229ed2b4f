import * as z from "zod";

/** What a node tells the main node. Anything else breaks the connection. */
export const Message = z.discriminatedUnion("type", [
  /** The first frame of a connection, and only that. */
  z.strictObject({ type: z.literal("hello"), node: z.int().min(0).max(999) }),
  /** A result of the node's work; its stage knows what is in it. */
  z.strictObject({ type: z.literal("result"), result: z.unknown() }),
  /** It still works. */
  z.strictObject({ type: z.literal("alive") }),
  /** Its work is done. */
  z.strictObject({ type: z.literal("done") }),
  /** It ends without having done its work. */
  z.strictObject({
    type: z.literal("failed"),
    reason: z.string().max(2_000),
    exitCode: z.int().min(1).max(255),
  }),
]);
export type Message = z.output<typeof Message>;
