import { CodedError } from "@batchline/diagnostics";
import type { DashboardErrorCode } from "./error-codes.ts";

/** The page cannot be served, or a report cannot be written. */
export class DashboardError extends CodedError<DashboardErrorCode> {}

/** A request that the server refuses. */
export class RefusedRequestError extends CodedError<DashboardErrorCode> {
  /** Of HTTP. */
  readonly status: number;

  constructor(status: number, code: DashboardErrorCode, message: string) {
    super(code, message);
    this.status = status;
  }
}
