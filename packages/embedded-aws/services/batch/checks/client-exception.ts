import { AwsError } from "../../../host/gateway/aws-error.ts";
import type { Frame } from "../../../host/gateway/input-check.ts";

/** Batch's only error for invalid requests. */
export function clientException(what: string): AwsError {
  return new AwsError("ClientException", what);
}

/** Throws ClientException with the message `otherwise` unless `valid`. */
export function check(valid: boolean, otherwise: string): asserts valid {
  if (!valid) throw clientException(otherwise);
}

/** Throws ClientException unless `value` is from `least` to `most`, and `isValid`. */
export function checkBetween(
  field: string,
  value: number,
  [least, most]: readonly [number, number],
  isValid = Number.isFinite,
): void {
  const inside = isValid(value) && value >= least && value <= most;
  check(inside, `${field} must be between ${least} and ${most}, not ${value}`);
}

/** Returns a valid name of a job, queue, environment, …; else throws ClientException with the name of the field. */
export function checkName(name: string | undefined, field: string): string {
  check(
    name !== undefined && /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/.test(name),
    `${field === "jobName" ? "Job name" : field} should match valid pattern: up to 128 letters, digits, hyphens and underscores, starting with a letter or digit; it is ${JSON.stringify(name)}`,
  );
  return name;
}

/** Words a ClientException of `act` as Batch does, with the request's id. */
export function inRequest<T>(requestId: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    if (!(cause instanceof AwsError) || cause.code !== "ClientException") throw cause;
    throw clientException(executing(cause.message, requestId));
  }
}

/** Batch's error for an input that its model refuses. */
export const refusedInput: Frame = (message, requestId) => clientException(executing(message, requestId));

function executing(problem: string, requestId: string): string {
  return `Error executing request, Exception : ${problem}, RequestId: ${requestId}`;
}
