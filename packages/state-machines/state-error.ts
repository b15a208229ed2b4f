import { type Json, type JsonObject, limits } from "@batchline/asl";

/** What AWS shows of a longer error and cause. */
const maxErrorLength = 256;
const maxCauseLength = 32_768;

/** A failure that a machine can see: what Retry and Catch match, and what an execution fails with. */
export class StateError extends Error {
  /** The error name, for example `States.TaskFailed` or `Batch.ClientException`. */
  readonly error: string;
  readonly explanation: string | undefined;
  /** Further names that Retry and Catch know this error by. */
  readonly aliases: readonly string[];

  constructor(error: string, explanation?: string, aliases: readonly string[] = []) {
    super(explanation === undefined ? error : `${error}: ${explanation}`);
    this.name = "StateError";
    this.error = error.slice(0, maxErrorLength);
    this.explanation = explanation?.slice(0, maxCauseLength);
    this.aliases = aliases;
  }

  /** `$states.errorOutput` */
  output(): JsonObject {
    const { error, cause } = this.details();
    return {
      ...(error === undefined ? {} : { Error: error }),
      ...(cause === undefined ? {} : { Cause: cause }),
    };
  }

  /** As history events and DescribeExecution have it: what a Fail state does not give is not there. */
  details(): { error?: string; cause?: string } {
    return {
      ...(this.error === "" ? {} : { error: this.error }),
      ...(this.explanation === undefined ? {} : { cause: this.explanation }),
    };
  }
}

/** Why a running task or branch is to end: the execution was stopped, or a sibling failed. No machine sees it. */
export class Aborted extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "Aborted";
  }
}

/**
 * Does an `ErrorEquals` list name this error? https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html:
 * States.Runtime always fails the execution; States.ALL does not match States.DataLimitExceeded, which can be named though;
 * States.TaskFailed matches all that States.ALL does but States.Timeout.
 */
export function matches(errorEquals: readonly string[], failure: StateError): boolean {
  if (failure.error === "States.Runtime") return false;
  return errorEquals.some((name) => {
    if (name === failure.error || failure.aliases.includes(name)) return true;
    if (failure.error === "States.DataLimitExceeded") return false;
    return name === "States.ALL" || (name === "States.TaskFailed" && failure.error !== "States.Timeout");
  });
}

/** `value` as JSON text. Throws States.DataLimitExceeded when it is larger than 256 KiB; `what` is the state or task. */
export function payload(value: Json, what: string): string {
  const text = JSON.stringify(value);
  if (Buffer.byteLength(text) > limits.payloadBytes) {
    throw new StateError(
      "States.DataLimitExceeded",
      `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    );
  }
  return text;
}
