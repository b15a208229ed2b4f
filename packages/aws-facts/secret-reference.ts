/**
 * Names of variables that may hold a secret. Batch and ECS set names that start with AWS_, the program names with BATCHLINE_.
 * @example secretVariable.test("DATABASE_PASSWORD") // true
 */
export const secretVariable = /^(?!AWS_|BATCHLINE_)[A-Za-z_]\w*$/;

/** A reference to a secret, in its parts. */
export interface SecretReference {
  /** The ARN of the whole secret, as in IAM policies. */
  readonly secretArn: string;
  /** The secret's name, without the six characters that Secrets Manager adds to ARNs. */
  readonly name: string;
  /** The key of the value, for a secret in JSON. @default the whole secret */
  readonly jsonKey?: string;
  /** @default AWSCURRENT, the newest */
  readonly versionStage?: string;
  readonly versionId?: string;
}

const pattern =
  /^(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:([\w/+=.@-]+)-[A-Za-z0-9]{6})(?::([^:]*):([^:]*):([^:]*))?$/;

/**
 * Reads a `valueFrom` of ECS: the ARN of a secret, or `<arn>:<JSON key>:<version stage>:<version id>`, each of which may be empty.
 * Undefined for any other text. An ARN without its last six characters is refused, too: no policy would match it.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 * @example parseSecretReference(`${arn}:password::`)?.jsonKey // "password"
 */
export function parseSecretReference(text: string): SecretReference | undefined {
  const [, secretArn, name, jsonKey, versionStage, versionId] = pattern.exec(text) ?? [];
  if (secretArn === undefined || name === undefined) return undefined;
  return {
    secretArn,
    name,
    ...(jsonKey && { jsonKey }),
    ...(versionStage && { versionStage }),
    ...(versionId && { versionId }),
  };
}
