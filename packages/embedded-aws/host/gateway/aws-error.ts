/**
 * An error in AWS's own terms; each protocol writes it in the service's shape. Anything else that an operation throws
 * becomes an InternalFailure with status 500.
 */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  /** `code` as the service spells it, for example `ClientException`; `status` is the HTTP status. */
  constructor(code: string, message: string, status = 400, options?: ErrorOptions) {
    super(message, options);
    this.name = "AwsError";
    this.code = code;
    this.status = status;
  }
}
