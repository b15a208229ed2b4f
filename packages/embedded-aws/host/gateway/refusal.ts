import { AwsError } from "./aws-error.ts";
import { queryError } from "./protocols/query.ts";
import { S3Error, s3Error } from "./protocols/s3-error.ts";
import { type GatewayRequest, type GatewayResponse, jsonAnswer, type Service } from "./service.ts";

export type Reason = keyof typeof refusals;

/** Why a request is not accepted, before a service sees it. */
export interface Refusal {
  readonly reason: Reason;
  /** What other services than S3 say. @default a text for the reason */
  readonly message?: string | undefined;
  /** What S3 says. @default a text for the reason */
  readonly s3Message?: string | undefined;
  /** Further elements of S3's error. */
  readonly s3Fields?: Readonly<Record<string, string>>;
}

type Protocol = "s3" | "query" | "json" | "rest-json";

export type Refused = Pick<GatewayRequest, "method" | "path" | "headers" | "requestId">;

const invalidToken = "The security token included in the request is invalid.";
const doesNotMatch =
  "The request signature we calculated does not match the signature you provided. Check your";

/** The codes of S3, of query and of JSON services; the text, and S3's if it is another; S3's status unless it is 403. */
const refusals = {
  unsigned: {
    codes: ["AccessDenied", "MissingAuthenticationToken", "MissingAuthenticationTokenException"],
    text: "Request is missing Authentication Token",
    s3Text: "Access Denied",
  },
  /** Signature Version 2, or another way to prove oneself. */
  unsupported: {
    codes: ["InvalidRequest", "IncompleteSignature", "IncompleteSignatureException"],
    text: "The request signature does not conform to AWS standards.",
    s3Text: "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
    s3Status: 400,
  },
  /** The claim of the signature cannot be read. */
  incomplete: {
    codes: ["AuthorizationHeaderMalformed", "IncompleteSignature", "IncompleteSignatureException"],
    text: "The request signature does not conform to AWS standards.",
    s3Text: "The authorization header that you provided is not valid.",
    s3Status: 400,
  },
  twoSignatures: {
    codes: ["InvalidArgument", "SignatureDoesNotMatch", "InvalidSignatureException"],
    text: "Found two signatures.",
    s3Text:
      "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
    s3Status: 400,
  },
  wrongScope: {
    codes: ["AuthorizationHeaderMalformed", "SignatureDoesNotMatch", "InvalidSignatureException"],
    text: "Credential should be scoped to a valid region.",
    s3Text: "The authorization header is malformed; the Credential is mal-formed.",
    s3Status: 400,
  },
  /** Signed too long ago, or ahead of time. */
  skewed: {
    codes: ["RequestTimeTooSkewed", "SignatureDoesNotMatch", "InvalidSignatureException"],
    text: "Signature expired.",
    s3Text: "The difference between the request time and the current time is too large.",
  },
  headersNotSigned: {
    codes: ["AccessDenied", "SignatureDoesNotMatch", "InvalidSignatureException"],
    text: "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    s3Text: "There were headers present in the request which were not signed",
  },
  unknownKey: {
    codes: ["InvalidAccessKeyId", "InvalidClientTokenId", "UnrecognizedClientException"],
    text: invalidToken,
    s3Text: "The AWS Access Key Id you provided does not exist in our records.",
  },
  wrongToken: {
    codes: ["InvalidToken", "InvalidClientTokenId", "UnrecognizedClientException"],
    text: invalidToken,
    s3Text: "The provided token is malformed or otherwise invalid.",
    s3Status: 400,
  },
  expired: {
    codes: ["ExpiredToken", "ExpiredToken", "ExpiredTokenException"],
    text: "The security token included in the request is expired",
    s3Text: "The provided token has expired.",
    s3Status: 400,
  },
  wrongSignature: {
    codes: ["SignatureDoesNotMatch", "SignatureDoesNotMatch", "InvalidSignatureException"],
    text: `${doesNotMatch} AWS Secret Access Key and signing method. Consult the service documentation for details.`,
    s3Text: `${doesNotMatch} key and signing method.`,
  },
  presignedUrlExpired: {
    codes: ["AccessDenied", "SignatureDoesNotMatch", "InvalidSignatureException"],
    text: "Request has expired",
  },
  invalidExpires: {
    codes: ["AuthorizationQueryParametersError", "IncompleteSignature", "IncompleteSignatureException"],
    text: "X-Amz-Expires should be a number",
    s3Status: 400,
  },
} as const satisfies Readonly<Record<string, RefusalForm>>;

interface RefusalForm {
  readonly codes: readonly [s3: string, query: string, json: string];
  readonly text: string;
  readonly s3Text?: string;
  readonly s3Status?: number;
}

/** @example refusal("incomplete", "Authorization header requires 'Signature' parameter.") */
export function refusal(
  reason: Reason,
  message?: string,
  s3: Pick<Refusal, "s3Message" | "s3Fields"> = {},
): Refusal {
  return { reason, message, ...s3 };
}

/** The answer to a request that is not accepted, in the form of its service. */
export function refuse(
  { reason, message, s3Message, s3Fields }: Refusal,
  request: Refused,
  service: Service | string | undefined,
): GatewayResponse {
  const protocol = protocolOf(request, service);
  const form: RefusalForm = refusals[reason];
  const [s3, query, json] = form.codes;
  if (protocol === "s3") {
    const text = s3Message ?? form.s3Text ?? message ?? form.text;
    const inQuery = s3 === "AuthorizationHeaderMalformed" && request.headers.authorization === undefined;
    const code = inQuery ? "AuthorizationQueryParametersError" : s3;
    return s3Error(new S3Error(code, text, form.s3Status ?? 403, s3Fields ?? {}), request);
  }
  const status = protocol === "json" || (protocol === "query" && reason === "incomplete") ? 400 : 403;
  const code = protocol === "query" ? query : json;
  return write(new AwsError(code, message ?? form.text, status), request, service);
}

/** The answer to a request that failed in the gateway, in the form of its service. */
export function refuseWith(
  error: AwsError,
  request: Refused,
  service: Service | string | undefined,
): GatewayResponse {
  return write(error, request, service);
}

/** `service` is its signing name if the gateway does not have it. */
function protocolOf({ headers }: Refused, service: Service | string | undefined): Protocol {
  if (typeof service === "object" && service.failed !== undefined) return "query";
  const name = typeof service === "object" ? service.signingName : service;
  // S3 stores bodies of all types: curl sends a file to a presigned URL as a form.
  if (name === "s3") return "s3";
  if (headers["x-amz-target"] !== undefined) return "json";
  if (headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return "query";
  return name === undefined ? "s3" : "rest-json";
}

function write(error: AwsError, request: Refused, service: Service | string | undefined): GatewayResponse {
  const protocol = protocolOf(request, service);
  if (protocol === "s3") return s3Error(error, request);
  if (protocol === "query") {
    const failed = typeof service === "object" ? service.failed : undefined;
    return failed?.(error, request.requestId) ?? queryError(error, request.requestId);
  }
  const type = protocol === "json" ? "application/x-amz-json-1.0" : "application/json";
  const headers = { "content-type": type, "x-amzn-errortype": error.code };
  return jsonAnswer(error.status, { __type: error.code, message: error.message }, headers);
}
