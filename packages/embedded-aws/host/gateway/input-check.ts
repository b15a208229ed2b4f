import { type ModelName, serviceModel } from "../../models/model.ts";
import { printedViolation } from "../../models/violation.ts";
import { violations } from "../../models/violations.ts";
import { AwsError } from "./aws-error.ts";

/** How a service checks its requests. */
export interface InputCheck {
  readonly model: ModelName;
  /** The service's error for an input that its model refuses. */
  readonly frame: Frame;
  /** The error for a value of the wrong type. @default "SerializationException" */
  readonly unreadable?: string;
}

/** Makes an error of AWS's words for each violated constraint. */
export type Frame = (found: readonly string[], requestId: string) => AwsError;

/**
 * The frame of most services: `2 validation errors detected: …; …`.
 * @example validationError("ValidationException")
 */
export function validationError(code: string): Frame {
  return (found) => new AwsError(code, detected(found));
}

/** @example detected(["Value null at 'name' …"]) // "1 validation error detected: Value null at 'name' …" */
export function detected(found: readonly string[]): string {
  return `${found.length} validation error${found.length === 1 ? "" : "s"} detected: ${found.join("; ")}`;
}

/** Throws the service's error if its model refuses the input of an operation. */
export function checkInput(
  { model: name, frame, unreadable = "SerializationException" }: InputCheck,
  operation: string,
  input: unknown,
  requestId: string,
): void {
  const model = serviceModel(name);
  const found = violations(model, operation, input);
  const [wrongType] = found.filter(({ kind }) => kind === "type");
  if (wrongType !== undefined) throw new AwsError(unreadable, wrongType.rule);
  if (found.length > 0)
    throw frame(
      found.map((violation) => printedViolation(model, violation)),
      requestId,
    );
}
