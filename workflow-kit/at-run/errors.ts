import { inspect } from "node:util";
import { CodedError, withoutUserInfo } from "@batchline/diagnostics";
import { exitCode } from "../../contract/exit-codes.ts";
import type { StageErrorCode } from "./error-codes.ts";

/** One item cannot be processed. `eachItem` counts it as failed. @example throw new ItemError("its price is not a number"); */
export class ItemError extends CodedError<StageErrorCode> {
  constructor(message: string, options?: ErrorOptions, code: StageErrorCode = "BL-R001") {
    super(code, message, options);
  }
}

/** The stage cannot go on, for a reason that a person can act upon: the record's `error`. Any other error is a bug, and Batch retries it.
 * @example if (error instanceof StageError) process.exitCode = error.exitCode; */
export class StageError extends CodedError<StageErrorCode> {
  /** The process's exit code, one of `exitCode`. */
  readonly exitCode: number;

  constructor(code: StageErrorCode, message: string, exitCode: number, options?: ErrorOptions) {
    super(code, message, options);
    this.exitCode = exitCode;
  }
}

/** The tenant's data is wrong: Batch does not retry the stage. @example throw new BadDataError("products.csv has no column sku"); */
export class BadDataError extends StageError {
  constructor(message: string, options?: ErrorOptions) {
    super("BL-R002", message, exitCode.badData, options);
  }
}

/** Something is unavailable for a while, such as a feed: Batch retries the stage. @example throw new TryAgainError("the feed is not ready"); */
export class TryAgainError extends StageError {
  constructor(message: string, options?: ErrorOptions) {
    super("BL-R003", message, exitCode.tryAgain, options);
  }
}

/** The deployment is wrong: Batch does not retry the stage. @example throw new BadConfigError("BATCHLINE_TABLE is not set"); */
export class BadConfigError extends StageError {
  constructor(message: string, options?: ErrorOptions) {
    super("BL-R004", message, exitCode.badConfig, options);
  }
}

/** The container is being stopped. Results are kept, and the next attempt continues with the remaining items. @example if (signal.aborted) throw new InterruptedError(); */
export class InterruptedError extends StageError {
  constructor() {
    super("BL-R005", "the container was stopped before the stage was done", exitCode.interrupted);
  }
}

/** The broker grants the container no chunk: Batch does not retry the stage. @example throw new NotGrantedError("the run has ended (BL-B008)"); */
export class NotGrantedError extends StageError {
  constructor(reason: string) {
    super("BL-R013", `the broker refused: ${reason}`, exitCode.badConfig);
  }
}

/** The container's execution was closed: Batch does not retry the stage. @example throw new ClosedError("run-7"); */
export class ClosedError extends StageError {
  constructor(execution: string) {
    super("BL-R015", `execution ${execution} was closed before this container began`, exitCode.badConfig);
  }
}

/** Another attempt has replaced an object that this one replaces too: Batch retries the stage. @example throw new OvertakenError("s3://shop-data/state/prices.ndjson"); */
export class OvertakenError extends StageError {
  constructor(url: string, options?: ErrorOptions) {
    const problem = "another attempt has written it since this one looked";
    super("BL-R011", `${url} was not replaced: ${problem}`, exitCode.tryAgain, options);
  }
}

/** A stage writes an object that other attempts write too. @example throw new UnguardedWriteError("s3://shop-data/state/prices.ndjson", "runs/prices/"); */
export class UnguardedWriteError extends StageError {
  constructor(url: string, outputs: string) {
    const advice = "use replace with a snapshot, or putOnce";
    super("BL-R012", `${url} is not an output of this attempt (${outputs}): ${advice}`, exitCode.badConfig);
  }
}

/** The decoder died, or answered nonsense: Batch retries the stage. @example throw new DecoderError("the decoder crashed (SIGSEGV)"); */
export class DecoderError extends StageError {
  constructor(message: string, options?: ErrorOptions) {
    super("BL-R014", message, exitCode.tryAgain, options);
  }
}

/** An object is not in the tenant's store: Batch retries the stage. @example throw new MissingObjectError(`${url} does not exist`); */
export class MissingObjectError extends CodedError<StageErrorCode> {
  constructor(message: string) {
    super("BL-R009", message);
  }
}

/** An error's message with its causes' messages: Node and undici put the useful part into `cause`. URLs lose their user info.
 * @example messageOf(new Error("fetch failed", { cause: new Error("ECONNRESET") })) // "fetch failed: ECONNRESET" */
export function messageOf(error: unknown): string {
  // Code may throw anything: also objects that no string can be made of.
  if (!(error instanceof Error))
    return withoutUserInfo(typeof error === "string" ? error : `it threw ${inspect(error)}`);
  const messages: string[] = [];
  const seen = new Set<Error>();
  for (let at: unknown = error; at instanceof Error && !seen.has(at); at = at.cause) {
    seen.add(at);
    const own = ownMessageOf(at);
    if (messages.at(-1)?.includes(own)) break;
    messages.push(own);
  }
  return withoutUserInfo(messages.join(": "));
}

/** Node's error of a connection to several addresses has no message, but an error for each address. */
function ownMessageOf(error: Error): string {
  const { name, message }: { name: string; message: unknown } = error;
  if (typeof message !== "string") return inspect(message);
  const parts = error instanceof AggregateError ? error.errors.slice(0, 5).map(messageOf) : [];
  return message || [...new Set(parts)].join(", ") || name;
}
