import { CodedError } from "@batchline/diagnostics";
import type { BrokerErrorCode } from "./error-codes.ts";

/** Why nothing is granted. The container gets the message: it names nothing that is another tenant's. */
abstract class NotGrantedError extends CodedError<BrokerErrorCode> {
  /** For the broker's log only. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: BrokerErrorCode,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(code, message, options);
    this.details = details;
  }
}

/** It will not become true: the container ends. */
export class RefusedError extends NotGrantedError {
  readonly outcome = "refused";
}

/** It may become true: the container waits, signs a new proof and asks again. */
export class NotYetError extends NotGrantedError {
  readonly outcome = "not-yet";
}
