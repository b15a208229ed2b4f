/** A variable that may hold a secret. Batch and ECS set those that start with AWS_, the program those with BATCHLINE_. */
export const secretVariable = /^(?!AWS_|BATCHLINE_)[A-Za-z_]\w*$/;

/** What ECS is told to set a variable to, taken apart. */
export interface SecretReference {
  /** Of the secret alone: what a policy names. */
  readonly secretArn: string;
  /** The secret's name, without the six characters that Secrets Manager adds to ARNs. */
  readonly name: string;
  /** Where the secret is JSON: the key whose value is wanted. */
  readonly jsonKey?: string;
  /** @default AWSCURRENT, the newest */
  readonly versionStage?: string;
  readonly versionId?: string;
}

const pattern =
  /^(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:([\w/+=.@-]+)-[A-Za-z0-9]{6})(?::([^:]*):([^:]*):([^:]*))?$/;

/**
 * Reads the ARN of a secret, or of one key or version of it: `<arn>:<JSON key>:<version stage>:<version id>`, each of which may be
 * empty. Undefined for anything else, also for an ARN without its last six characters, which no policy would match.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
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
