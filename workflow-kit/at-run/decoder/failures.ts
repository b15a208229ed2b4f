import * as z from "zod";
import { BadDataError, ItemError } from "../errors.ts";

/** The most bytes of a frame with a failure. */
export const maxFailureBytes = 64 * 1024;

/** Why a job failed, in the child's words. */
const Failure = z.strictObject({
  kind: z.enum(["item", "data", "bug"]),
  message: z.string().max(4_000),
  /** Of a bug. */
  stack: z.string().max(8_000).exactOptional(),
});

/** The error for the body of a frame with a failure. @throws {SyntaxError} @throws {z.ZodError} when it is none. @example throw failureOf(body); */
export function failureOf(body: Buffer): Error {
  const { kind, message, stack } = Failure.parse(JSON.parse(body.toString("utf8")));
  if (kind === "item") return new ItemError(message);
  if (kind === "data") return new BadDataError(message);
  const bug = new Error(message);
  if (stack !== undefined) bug.stack = stack;
  return bug;
}
