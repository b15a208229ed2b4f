import { CodedError } from "@batchline/diagnostics";
import { hasOperation, type ModelName, serviceModel } from "../../models/model.ts";

/** An error of AWS. Each protocol writes it in the form of the service. */
export class AwsError extends CodedError {
  readonly status: number;

  /** `code` as the service spells it, for example `ClientException`; `status` is the HTTP status. */
  constructor(code: string, message: string, status = 400, options?: ErrorOptions) {
    super(code, message, options);
    this.status = status;
  }
}

export function toAwsError(cause: unknown, operation: string): AwsError {
  if (cause instanceof AwsError) return cause;
  if (cause instanceof SyntaxError)
    return new AwsError("SerializationException", cause.message, 400, { cause });
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return new AwsError("InternalFailure", `${operation}: ${text}`, 500, { cause });
}

/** The refusal of an operation that AWS does not have, or that is not emulated. `model` tells them apart. */
export function unknownOperation(service: string, operation: string, model?: ModelName): AwsError {
  const name = operation || "(none named)";
  const message =
    model !== undefined && hasOperation(serviceModel(model), operation)
      ? `${service}:${name} is not emulated. docs/aws-coverage.md lists what is.`
      : `${service}:${name} is not in the embedded AWS. docs/aws-coverage.md lists what is.`;
  return new AwsError("UnknownOperationException", message);
}
