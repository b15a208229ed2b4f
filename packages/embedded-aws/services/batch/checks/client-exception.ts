import { AwsError } from "../../../host/gateway/aws-error.ts";
import type { Frame } from "../../../host/gateway/input-check.ts";

/** Batch's only error for invalid requests. */
export function clientException(what: string): AwsError {
  return new AwsError("ClientException", what);
}

/** A ClientException about what exists and in which state. Batch sends its message without a frame. */
class StateException extends AwsError {}

/** Throws ClientException with the message `otherwise` unless `valid`. */
export function check(valid: boolean, otherwise: string): asserts valid {
  if (!valid) throw clientException(otherwise);
}

/** As `check`, for what exists and its state: the message goes out as it is. */
export function checkState(valid: boolean, otherwise: string): asserts valid {
  if (!valid) throw new StateException("ClientException", otherwise);
}

/** Throws ClientException unless `value` is an integer from `least` to `most`. */
export function checkBetween(
  value: number | undefined,
  [least, most]: readonly [number, number],
  otherwise: string,
): void {
  check(value === undefined || (Number.isInteger(value) && value >= least && value <= most), otherwise);
}

/** Returns a valid name of a job, queue, environment, …; else throws ClientException. `kind` is as Batch writes it. */
export function checkName(name: string | undefined, kind: string): string {
  const isValid = name !== undefined && /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/.test(name);
  // Batch leaves out the article for jobs: https://github.com/opensupplyhub/open-apparel-registry/issues/2007
  check(isValid, `${kind} name should match ${kind === "Job" ? "" : "a "}valid pattern.`);
  return name;
}

/** Throws ClientException for a member that has a value, but no meaning in the embedded AWS. */
export function notEmulated(member: string, value: unknown): void {
  check(value === undefined, `${member} is not emulated.`);
}

/** Puts Batch's frame, with the request's id, around the message of a ClientException. */
export function inRequest<T>(requestId: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    const isFramed = cause instanceof AwsError && cause.code === "ClientException";
    if (!isFramed || cause instanceof StateException) throw cause;
    throw new AwsError("ClientException", executing(cause.message, requestId), 400, { cause });
  }
}

/** Batch's error for an input that its model refuses. */
export const refusedInput: Frame = (message, requestId) => clientException(executing(message, requestId));

function executing(problem: string, requestId: string): string {
  return `Error executing request, Exception : ${problem}, RequestId: ${requestId}`;
}
