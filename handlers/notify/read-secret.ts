import { CodedError, isRecord } from "@batchline/diagnostics";
import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import type { HandlerErrorCode } from "../error-codes.ts";
import { required } from "../storage/stores.ts";

/** Secrets Manager returned no text for a secret. */
class SecretUnreadableError extends CodedError<HandlerErrorCode> {}

/**
 * The text of a secret, by the credentials in the environment. It is the function's only request to Secrets Manager, so it has no client.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html @throws {SecretUnreadableError}
 * @example const text = await readSecret("arn:aws:secretsmanager:eu-central-1:123456789012:secret:hook-a1B2c3");
 */
export async function readSecret(arn: string): Promise<string> {
  const region = required("AWS_REGION");
  const endpoint = process.env.AWS_ENDPOINT_URL ?? `https://secretsmanager.${region}.amazonaws.com`;
  const { protocol, hostname, host } = new URL(endpoint);
  const body = JSON.stringify({ SecretId: arn });
  const headers = {
    ...{ host, "content-type": "application/x-amz-json-1.1" },
    "x-amz-target": "secretsmanager.GetSecretValue",
  };
  const request = { method: "POST", protocol, hostname, path: "/", headers, body };
  const { AWS_SESSION_TOKEN: sessionToken } = process.env;
  const credentials = {
    accessKeyId: required("AWS_ACCESS_KEY_ID"),
    secretAccessKey: required("AWS_SECRET_ACCESS_KEY"),
    ...(sessionToken && { sessionToken }),
  };
  const sha256 = Hash.bind(null, "sha256");
  const signer = new SignatureV4({ service: "secretsmanager", region, credentials, sha256 });
  const { host: _, ...signed } = (await signer.sign(request)).headers;
  const signal = AbortSignal.timeout(10_000);
  const answer = await fetch(endpoint, { method: "POST", headers: signed, body, signal });
  const value: unknown = await answer.json();
  if (answer.ok && isRecord(value) && typeof value.SecretString === "string") return value.SecretString;
  const said = isRecord(value) ? [value.__type, value.message ?? value.Message].filter(Boolean) : [];
  const why = said.length > 0 ? said.join(": ") : `status ${answer.status}`;
  throw new SecretUnreadableError("BL-H043", `the secret ${arn} cannot be read: ${why}`);
}
