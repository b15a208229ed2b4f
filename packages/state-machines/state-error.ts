import { type Json, type JsonObject, limits } from "@batchline/asl";
import { CodedError, defined } from "@batchline/diagnostics";

/** AWS cuts off longer errors and causes. */
const maxErrorLength = 256;
const maxCauseLength = 32_768;

/**
 * A failure that a machine can see: Retry and Catch match it, and an execution fails with it.
 * @example throw new StateError("Batch.ClientException", "the queue does not exist")
 */
export class StateError extends CodedError<"BL-M001"> {
  /** The error name, for example `States.TaskFailed` or `Batch.ClientException`. */
  readonly error: string;
  readonly explanation: string | undefined;
  /** Further names that Retry and Catch know this error by. */
  readonly aliases: readonly string[];

  /** @param error Empty for a Fail state without Error. @default "" */
  constructor(error = "", explanation?: string, aliases: readonly string[] = []) {
    super("BL-M001", explanation === undefined ? error : `${error}: ${explanation}`);
    this.error = error.slice(0, maxErrorLength);
    this.explanation = explanation?.slice(0, maxCauseLength);
    this.aliases = aliases;
  }

  /** More items of a Map failed than may. */
  static tooManyFailures(): StateError {
    return new StateError(
      "States.ExceedToleratedFailureThreshold",
      "The specified tolerated failure threshold was exceeded",
    );
  }

  /** `$states.errorOutput`. As on AWS a timeout has an empty cause; what is missing otherwise is null. */
  output(): JsonObject {
    const { error = null, cause = this.error === "States.Timeout" ? "" : null } = this.details();
    return { Error: error, Cause: cause };
  }

  /** As in history events and DescribeExecution: without the fields that a Fail state does not have. */
  details(): { error?: string; cause?: string } {
    return defined({ error: this.error || undefined, cause: this.explanation });
  }
}

/**
 * Aborts a running task or branch: the execution was stopped, or a sibling failed. No machine sees it.
 * @example controller.abort(new AbortedError("the execution was stopped"))
 */
export class AbortedError extends CodedError<"BL-M003"> {
  constructor(reason: string) {
    super("BL-M003", reason);
  }
}

/**
 * Whether an `ErrorEquals` list names this error. States.Runtime always fails the execution. States.ALL does not match
 * States.DataLimitExceeded, except of a task's result; its own name does. States.TaskFailed matches all that States.ALL does except States.Timeout.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export function matches(errorEquals: readonly string[], failure: StateError): boolean {
  if (failure.error === "States.Runtime") return false;
  return errorEquals.some((name) => {
    if (name === failure.error || failure.aliases.includes(name)) return true;
    if (failure.error === "States.DataLimitExceeded") return false;
    return name === "States.ALL" || (name === "States.TaskFailed" && failure.error !== "States.Timeout");
  });
}

/**
 * `value` as JSON text. Throws States.DataLimitExceeded when it is larger than 256 KiB; `what` is the state or task.
 * @param aliases Further names that Retry and Catch know that error by.
 */
export function payload(value: Json, what: string, aliases: readonly string[] = []): string {
  const text = JSON.stringify(value);
  if (Buffer.byteLength(text) > limits.payloadBytes) throw dataLimitExceeded(what, aliases);
  return text;
}

/** `what` is the state or task. */
export function dataLimitExceeded(what: string, aliases: readonly string[] = []): StateError {
  return new StateError(
    "States.DataLimitExceeded",
    `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    aliases,
  );
}
