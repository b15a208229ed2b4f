import * as z from "zod";
import { BadDataError, ItemError } from "../errors.ts";

/** The most bytes of a frame with a failure. */
export const maxFailureBytes = 64 * 1024;

/** What a child has used so far, as it says. For logs only. */
export interface Usage {
  readonly cpuSeconds: number;
  /** The most memory at any time. */
  readonly maxMemoryMiB: number;
}

const Usage = z.strictObject({
  cpuSeconds: z.number().min(0).max(1e9),
  maxMemoryMiB: z.int().min(0).max(1e9),
});

/** The body of the last frame of an answer. @throws {SyntaxError} @throws {z.ZodError} when it is none. @example usageOf(body).cpuSeconds */
export function usageOf(body: Buffer): Usage {
  return Usage.parse(JSON.parse(body.toString("utf8")));
}

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
