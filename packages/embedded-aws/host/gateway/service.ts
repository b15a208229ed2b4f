import type { Principal } from "../identity/principal.ts";
import type { AwsError } from "./aws-error.ts";

/** A request that reached the gateway, whoever it is for. */
export interface GatewayRequest {
  readonly method: string;
  /** Path as sent, still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly requestId: string;
  readonly principal: Principal;
  readonly authorise: Authorise;
  /** What `authorise` would throw; a refusal that is an everyday answer, and so nothing to put on record. */
  readonly refusal: (...request: Parameters<Authorise>) => AwsError | undefined;
}

/** Throws AccessDenied, worded as AWS words it, unless the caller's policies allow `action` on `resource`. */
export type Authorise = (
  action: string,
  resource: string,
  context?: Readonly<Record<string, string | readonly string[]>>,
) => void;

export interface GatewayResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** One AWS service behind the gateway, found by the signing name in a request's credential scope. */
export interface Service {
  /** `batch`, `states`, `s3`, `dynamodb`, `logs`, `lambda`, `sts`, … */
  readonly signingName: string;
  handle(request: GatewayRequest): Promise<GatewayResponse>;
}

/** What an operation of a JSON service gets beside its input. */
export interface Call {
  readonly principal: Principal;
  readonly authorise: Authorise;
  readonly requestId: string;
}

/**
 * One operation. `I` and `O` are the SDK's own input and output types. It authorises itself, because only it knows the
 * resource, and throws AwsError for what is the caller's fault. Dates in outputs: see the protocol that carries them.
 */
// biome-ignore lint/suspicious/noExplicitAny: a table of operations holds every input and output type at once
export type Operation<I = any, O = any> = (input: I, call: Call) => Promise<O> | O;
export type Operations = Readonly<Record<string, Operation>>;
