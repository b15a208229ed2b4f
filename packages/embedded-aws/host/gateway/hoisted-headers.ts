import type { Authorization } from "./authorization.ts";
import type { GatewayRequest } from "./service.ts";

/** What a presigned URL has of its signature. */
const ofSignature = /^x-amz-(algorithm|credential|date|expires|signedheaders|signature|security-token)$/i;

/**
 * The headers of a request. S3 takes `x-amz-…` parameters of a presigned URL for headers: signers put them there, so that the URL is
 * enough. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function withHoisted(
  { headers, query }: Pick<GatewayRequest, "headers" | "query">,
  { service, presigned }: Pick<Authorization, "service" | "presigned">,
): GatewayRequest["headers"] {
  if (service !== "s3" || !presigned) return headers;
  const hoisted = [...query].filter(([name]) => /^x-amz-/i.test(name) && !ofSignature.test(name));
  const named = hoisted.map(([name, value]) => [name.toLowerCase(), value]);
  return { ...Object.fromEntries(named), ...headers };
}
