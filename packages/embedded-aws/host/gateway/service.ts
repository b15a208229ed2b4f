import type { Principal } from "../identity/principal.ts";
import type { AwsError } from "./aws-error.ts";
import type { ChecksumAlgorithm } from "./body/checksums.ts";
import type { RequestBody } from "./body/request-body.ts";

export interface GatewayRequest {
  readonly method: string;
  /** Path as sent, still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Empty for an upload. */
  readonly body: Buffer;
  /** Uploads only: the decoded body. The gateway removes it after the answer, unless it was moved. */
  readonly payload?: RequestBody;
  readonly requestId: string;
  readonly principal: Principal;
  readonly authorise: Authorise;
  /** The error that `authorise` would throw. It is not recorded as a denial. */
  readonly refusal: (...request: Parameters<Authorise>) => AwsError | undefined;
}

/** Throws AccessDeniedException unless the caller's policies allow `action` on `resource`. */
export type Authorise = (
  action: string,
  resource: string,
  context?: Readonly<Record<string, string | readonly string[]>>,
) => void;

export interface GatewayResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | FileRange;
}

/** Bytes of an open file. The gateway sends them in pieces and closes the file. */
export interface FileRange {
  readonly descriptor: number;
  readonly start: number;
  /** Bytes. */
  readonly length: number;
}

export function jsonAnswer(
  status: number,
  value: unknown,
  headers: GatewayResponse["headers"] = {},
): GatewayResponse {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(value) };
}

/** The wire protocol of a service. A request's credential scope has its signing name. */
export interface Service {
  /** `batch`, `states`, `s3`, `dynamodb`, `logs`, `lambda`, `sts`, … */
  readonly signingName: string;
  handle(request: GatewayRequest): Promise<GatewayResponse>;
  /** The largest body in bytes, except for uploads. @default 1 MiB */
  readonly maxBodyBytes?: number;
  /** What may have a body of up to 5 GiB: it arrives as `payload`, kept in a file of `dir` if it is large. @default nothing */
  readonly uploads?: Uploads;
  /** The name of a request's operation, for example `DescribeJobs`. @default the one in `x-amz-target` */
  readonly operationOf?: (request: GatewayRequest) => string;
  /** Query services only: how they answer a request that the gateway refuses. */
  readonly failed?: (error: AwsError, requestId: string) => GatewayResponse;
}

export interface Uploads {
  readonly dir: string;
  is(request: RequestLine): boolean;
  /** What checksums to compute beside those that the request names. @default none */
  checksums?(request: RequestLine): readonly ChecksumAlgorithm[];
}

/** What is known of a request before its body is read. */
export type RequestLine = Pick<GatewayRequest, "method" | "path" | "query" | "headers">;

/** Besides its input, an operation receives this. */
export type Call = Pick<GatewayRequest, "principal" | "authorise" | "requestId">;

/** `I` and `O` are the types of the SDK. It authorises itself, because only it knows the resource. Throws AwsError. */
// biome-ignore lint/suspicious/noExplicitAny: a table of operations holds every input and output type at once
export type Operation<I = any, O = any> = (input: I, call: Call) => Promise<O> | O;
export type Operations = Readonly<Record<string, Operation>>;
