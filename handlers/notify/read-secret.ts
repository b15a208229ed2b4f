import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CodedError } from "@batchline/diagnostics";
import type { HandlerErrorCode } from "../error-codes.ts";

/** Secrets Manager returned no text for a secret. */
class SecretUnreadableError extends CodedError<HandlerErrorCode> {}

/**
 * The text of a secret, by the credentials in the environment. @throws {SecretUnreadableError}
 * @example const text = await readSecret("arn:aws:secretsmanager:eu-central-1:123456789012:secret:hook-a1B2c3");
 */
export async function readSecret(arn: string): Promise<string> {
  const secret = new GetSecretValueCommand({ SecretId: arn });
  const { SecretString } = await new SecretsManagerClient().send(secret).catch((cause: Error) => {
    throw unreadable(arn, `${cause.name}: ${cause.message}`, { cause });
  });
  if (SecretString === undefined) throw unreadable(arn, "it is not text");
  return SecretString;
}

function unreadable(arn: string, why: string, options?: ErrorOptions): SecretUnreadableError {
  return new SecretUnreadableError("BL-H043", `the secret ${arn} cannot be read: ${why}`, options);
}
