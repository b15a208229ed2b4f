import { parseSecretReference, type SecretReference } from "@batchline/aws-facts";
import { isRecord } from "@batchline/diagnostics";
import { EmbeddedAwsError } from "../../../error-codes.ts";
import { AwsError } from "../../../host/gateway/aws-error.ts";
import type { Container, SecretSource } from "./container.ts";

/** Thrown when a secret of a container cannot be read. The message starts as ECS's reason does, and never has a value. */
export class SecretsError extends EmbeddedAwsError {
  constructor(why: string) {
    super("BL-A011", `unable to pull secrets or registry auth: ${why}`);
  }
}

/**
 * The variables that ECS sets from secrets before a container starts, read with the rights of the job's execution role.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 * @throws {SecretsError} for the first secret that cannot be read
 */
export async function pullSecrets(
  { secrets, executionRoleArn }: Pick<Container, "secrets" | "executionRoleArn">,
  sessionName: string,
  source: SecretSource,
): Promise<Readonly<Record<string, string>>> {
  const values: Record<string, string> = {};
  for (const [variable, valueFrom] of Object.entries(secrets)) {
    const reference = parseSecretReference(valueFrom);
    if (reference === undefined) throw new SecretsError(notASecret(variable, valueFrom));
    const noRole = `secrets.${variable}: the job definition has no executionRoleArn to read it with`;
    if (executionRoleArn === undefined) throw new SecretsError(noRole);
    const reader = { roleArn: executionRoleArn, sessionName };
    const value = await readValue(reference, source, reader);
    // Node.js would also refuse it, and quote the value.
    const hasNul = `secrets.${variable}: its value has a NUL character, which a variable cannot have`;
    if (value.includes("\0")) throw new SecretsError(hasNul);
    values[variable] = value;
  }
  return values;
}

async function readValue(
  { secretArn, jsonKey, versionStage, versionId }: SecretReference,
  source: SecretSource,
  reader: Parameters<SecretSource["read"]>[1],
): Promise<string> {
  let text: string;
  try {
    const secret = {
      SecretId: secretArn,
      ...(versionStage !== undefined && { VersionStage: versionStage }),
      ...(versionId !== undefined && { VersionId: versionId }),
    };
    text = await source.read(secret, reader);
  } catch (cause) {
    throw new SecretsError(cause instanceof AwsError ? `${cause.code}: ${cause.message}` : String(cause));
  }
  if (jsonKey === undefined) return text;
  const value = keyOf(text, jsonKey);
  if (value !== undefined) return value;
  throw new SecretsError(
    `retrieved secret from Secrets Manager did not contain json key ${jsonKey} (${secretArn})`,
  );
}

/** A key's text; other values as JSON. */
function keyOf(text: string, key: string): string | undefined {
  let secret: unknown;
  try {
    secret = JSON.parse(text);
  } catch {
    // The parser's error would quote the secret.
    return undefined;
  }
  if (!isRecord(secret) || !Object.hasOwn(secret, key)) return undefined;
  const value = secret[key];
  return typeof value === "string" ? value : JSON.stringify(value);
}

function notASecret(variable: string, valueFrom: string): string {
  const why = /^(arn:aws[a-z-]*:ssm:|\/|[\w.-]+$)/.test(valueFrom)
    ? "is a parameter, and Parameter Store is not in the embedded AWS; keep it in Secrets Manager"
    : "is not the ARN of a secret with the six characters at its end";
  return `secrets.${variable}: ${JSON.stringify(valueFrom)} ${why}`;
}
