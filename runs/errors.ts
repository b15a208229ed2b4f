import { CodedError } from "@batchline/diagnostics";
import type { RunsErrorCode } from "./error-codes.ts";

/** What the caller asked of a stack's runs failed. The message is enough for a person. */
export class RunsFailure extends CodedError<RunsErrorCode> {}

/** The caller named no run or several, or a part that the run does not have: wrong usage. */
export class UnknownRunError extends RunsFailure {}
