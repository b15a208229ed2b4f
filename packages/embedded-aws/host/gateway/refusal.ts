import { AwsError } from "./aws-error.ts";
import { queryError } from "./protocols/query.ts";
import { s3Error } from "./protocols/s3-error.ts";
import { type GatewayRequest, type GatewayResponse, jsonAnswer } from "./service.ts";

export type Reason =
  | "unsigned"
  | "unknownKey"
  | "wrongToken"
  | "expired"
  | "wrongSignature"
  | "presignedUrlExpired"
  | "bodyAltered";

type Protocol = "s3" | "query" | "json" | "rest-json";

export type Refused = Pick<GatewayRequest, "method" | "path" | "headers" | "requestId">;

const messages: Readonly<Record<Reason, string>> = {
  unsigned: "Request is missing Authentication Token",
  unknownKey: "The security token included in the request is invalid.",
  wrongToken: "The security token included in the request is invalid.",
  expired: "The security token included in the request is expired",
  wrongSignature:
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
  presignedUrlExpired: "Request has expired",
  bodyAltered: "The provided 'x-amz-content-sha256' header does not match what was computed.",
};

const codes: Readonly<Record<Reason, readonly [s3: string, query: string, json: string]>> = {
  unsigned: ["AccessDenied", "MissingAuthenticationToken", "MissingAuthenticationTokenException"],
  unknownKey: ["InvalidAccessKeyId", "InvalidClientTokenId", "UnrecognizedClientException"],
  wrongToken: ["InvalidToken", "InvalidClientTokenId", "UnrecognizedClientException"],
  expired: ["ExpiredToken", "ExpiredToken", "ExpiredTokenException"],
  wrongSignature: ["SignatureDoesNotMatch", "SignatureDoesNotMatch", "InvalidSignatureException"],
  presignedUrlExpired: ["AccessDenied", "SignatureDoesNotMatch", "InvalidSignatureException"],
  bodyAltered: ["XAmzContentSHA256Mismatch", "SignatureDoesNotMatch", "InvalidSignatureException"],
};
/** S3 answers the other reasons with 403. */
const s3Status: Partial<Record<Reason, number>> = { wrongToken: 400, expired: 400, bodyAltered: 400 };

export function refuse(reason: Reason, request: Refused, service: string | undefined): GatewayResponse {
  const protocol = protocolOf(request, service);
  const [s3, query, json] = codes[reason];
  const code = protocol === "s3" ? s3 : protocol === "query" ? query : json;
  const status = protocol === "json" ? 400 : protocol === "s3" ? (s3Status[reason] ?? 403) : 403;
  return write(new AwsError(code, messages[reason], status), request, protocol);
}

export function refuseWith(error: AwsError, request: Refused, service: string | undefined): GatewayResponse {
  return write(error, request, protocolOf(request, service));
}

function protocolOf({ headers }: Refused, service: string | undefined): Protocol {
  if (headers["x-amz-target"] !== undefined) return "json";
  if (headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return "query";
  return service === "s3" || service === undefined ? "s3" : "rest-json";
}

function write(error: AwsError, request: Refused, protocol: Protocol): GatewayResponse {
  if (protocol === "s3") return s3Error(error, request);
  if (protocol === "query") return queryError(error, request.requestId);
  const type = protocol === "json" ? "application/x-amz-json-1.0" : "application/json";
  const headers = { "content-type": type, "x-amzn-errortype": error.code };
  return jsonAnswer(error.status, { __type: error.code, message: error.message }, headers);
}
