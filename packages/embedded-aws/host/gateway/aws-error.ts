import { CodedError } from "@batchline/diagnostics";

/**
 * An error of AWS. Each protocol writes it in the form of the service. Any other error of an operation becomes an
 * InternalFailure with status 500.
 */
export class AwsError extends CodedError {
  readonly status: number;

  /** `code` as the service spells it, for example `ClientException`; `status` is the HTTP status. */
  constructor(code: string, message: string, status = 400, options?: ErrorOptions) {
    super(code, message, options);
    this.status = status;
  }
}
