import { ItemError, messageOf } from "../errors.ts";
import type { Patience } from "./patience.ts";

/** A request to a supplier's server failed. The message says how, for a person. @example throw new RequestError("shop.example answered 503", { transient: true }); */
export class RequestError extends ItemError {
  /** Whether the same request may succeed later. */
  readonly transient: boolean;
  /** How long the supplier asks to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** The request ran into a time limit. One retry is enough, as each may take as long. */
  readonly slow: boolean;

  constructor(
    message: string,
    options: ErrorOptions & Partial<Pick<RequestError, "transient" | "retryAfterMs" | "slow">> = {},
  ) {
    super(message, options, "BL-R006");
    this.transient = options.transient ?? false;
    this.retryAfterMs = options.retryAfterMs;
    this.slow = options.slow ?? false;
  }
}

/** Words for an error of a socket, of DNS or of undici. Returns any other error, such as an abort, as it is. @example throw requestError(cause, url, defaultPatience); */
export function requestError(cause: unknown, url: URL, patience: Patience): unknown {
  if (!(cause instanceof Error) || cause instanceof ItemError) return cause;
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
  const transient = (message: string) => new RequestError(message, { cause, transient: true });
  const slow = (message: string) => new RequestError(message, { cause, transient: true, slow: true });
  switch (code) {
    case "ENOTFOUND":
      return new RequestError(`the host ${url.hostname} does not exist (ENOTFOUND)`, { cause });
    case "UND_ERR_CONNECT_TIMEOUT":
      return slow(`${url.host} accepted no connection within ${seconds(patience.connectMs)}`);
    case "UND_ERR_HEADERS_TIMEOUT":
      return slow(`${url.host} did not answer within ${seconds(patience.headersMs)}`);
    case "UND_ERR_BODY_TIMEOUT":
      return slow(`the response stalled: nothing came from ${url.host} for ${seconds(patience.stallMs)}`);
    default:
      return code === undefined || code === "ABORT_ERR"
        ? cause
        : transient(`the connection to ${url.host} failed: ${messageOf(cause)} (${code})`);
  }
}

/** The error for a response whose status is neither 200 nor 304. @example statusError(url, 503, { "retry-after": "2" }).retryAfterMs // 2000 */
export function statusError(
  url: URL,
  status: number,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): RequestError {
  const transient = status >= 500 || status === 429 || status === 408;
  const retryAfterMs = transient ? parseRetryAfter(headers["retry-after"]) : undefined;
  return new RequestError(`${url.host} answered ${status}`, { transient, retryAfterMs });
}

/** `Retry-After`, in seconds or as a date (RFC 9110, 10.2.3), in milliseconds from `now`. */
function parseRetryAfter(value: string | string[] | undefined, now = Date.now()): number | undefined {
  if (typeof value !== "string") return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function seconds(ms: number): string {
  return `${ms / 1000} s`;
}
