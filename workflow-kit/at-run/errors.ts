import { exitCode } from "../../contract/exit-codes.ts";

/**
 * Thrown when one item cannot be worked on. It is recorded against the item; the stage goes on with the next
 * one.
 */
export class ItemError extends Error {
  override readonly name = "ItemError";
}

/**
 * Thrown when the stage cannot go on, for a reason that a person can act upon. The message becomes the chunk
 * record's `error`. Anything else that a stage throws is a bug: logged with its stack, and retried by Batch.
 */
export class StageError extends Error {
  override readonly name = "StageError";
  /** What the process exits with, one of `exitCode`. */
  readonly exitCode: number;

  constructor(message: string, code: number, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = code;
  }
}

/** Thrown when the tenant's data is at fault: never retried. */
export class BadDataError extends StageError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, exitCode.badData, options);
  }
}

/** Thrown when something may work in a while: an unreachable feed, AWS that throttles. */
export class TryAgainError extends StageError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, exitCode.tryAgain, options);
  }
}

/** Thrown when the deployment is at fault: never retried. */
export class BadConfigError extends StageError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, exitCode.badConfig, options);
  }
}

/** Thrown when the container is being stopped. What was done is kept; another attempt goes on from there. */
export class InterruptedError extends StageError {
  constructor() {
    super("the container was stopped before the stage was done", exitCode.tryAgain);
  }
}

/** What an error says, with what caused it: Node and undici put the interesting part into `cause`. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.message === "" ? error.name : error.message;
  return error.cause instanceof Error && !own.includes(error.cause.message)
    ? `${own}: ${messageOf(error.cause)}`
    : own;
}
