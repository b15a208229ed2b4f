import { nextTurn } from "@batchline/clock";
import { type Coverage, notEmulated } from "../../models/coverage.ts";
import { type ModelName, serviceModel } from "../../models/model.ts";
import { printedViolation, type Violation } from "../../models/violation.ts";
import { violations, violationsInSteps } from "../../models/violations.ts";
import { AwsError } from "./aws-error.ts";

/** How a service checks its requests. */
export interface InputCheck {
  readonly model: ModelName;
  readonly coverage: Coverage;
  /** The service's error for an input that its model or its coverage refuses. */
  readonly frame: Frame;
  /** The error for a value of the wrong type. @default "SerializationException" */
  readonly unreadable?: string;
}

/** Makes an error of AWS's words. */
export type Frame = (message: string, requestId: string) => AwsError;

/**
 * The frame of most services.
 * @example validationError("ValidationException")
 */
export function validationError(code: string): Frame {
  return (message) => new AwsError(code, message);
}

/** Throws the service's error if its model refuses the input of an operation, or if a member is not emulated. */
export function checkInput(check: InputCheck, operation: string, input: unknown, requestId: string): void {
  const found = violations(serviceModel(check.model), operation, input);
  refuseFound(check, operation, input, requestId, found);
}

/** `checkInput`, which lets other requests in between if the input is large. */
export async function checkInputInSteps(
  check: InputCheck,
  operation: string,
  input: unknown,
  requestId: string,
): Promise<void> {
  const steps = violationsInSteps(serviceModel(check.model), operation, input);
  for (;;) {
    const step = steps.next();
    if (step.done) return refuseFound(check, operation, input, requestId, step.value);
    await nextTurn();
  }
}

function refuseFound(
  { model: name, coverage, frame, unreadable = "SerializationException" }: InputCheck,
  operation: string,
  input: unknown,
  requestId: string,
  found: readonly Violation[],
): void {
  const model = serviceModel(name);
  const [wrongType] = found.filter(({ kind }) => kind === "type");
  if (wrongType !== undefined) throw new AwsError(unreadable, wrongType.rule);
  if (found.length > 0) {
    const printed = found.map((violation) => printedViolation(model, violation)).join("; ");
    const errors = found.length === 1 ? "error" : "errors";
    throw frame(`${found.length} validation ${errors} detected: ${printed}`, requestId);
  }
  const missing = notEmulated(coverage[operation] ?? {}, input);
  if (missing.length > 0) throw frame(missing.join("; "), requestId);
}

/** Throws TypeError unless the coverage names exactly the operations that have code. */
export function mustCover({ model, coverage }: InputCheck, operations: readonly string[]): void {
  const named = Object.keys(coverage);
  const differing = [
    ...operations.filter((name) => !named.includes(name)).map((name) => `lacks ${name}`),
    ...named.filter((name) => !operations.includes(name)).map((name) => `has ${name}, which has no code`),
  ];
  if (differing.length > 0) throw new TypeError(`the coverage of ${model} ${differing.join(", ")}`);
}
