import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { tenantSessionTag } from "../contract/env.ts";

/** What the SDK takes as credentials. */
interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/**
 * Credentials that reach one tenant's data only: the tenant role, assumed with the session tag that its
 * policies ask for. The SDK calls the provider again shortly before they expire (an hour: the longest that a
 * role assumed from a role may last).
 */
export function tenantCredentials(
  roleArn: string,
  tenant: string,
  sessionName: string,
): () => Promise<SessionCredentials> {
  const sts = new STSClient({ maxAttempts: 5 });
  return async () => {
    const { Credentials: got } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        // STS takes 2–64 of these characters.
        RoleSessionName: sessionName.replace(/[^\w+=,.@-]/g, "-").slice(0, 64),
        Tags: [{ Key: tenantSessionTag, Value: tenant }],
      }),
    );
    if (got?.AccessKeyId === undefined || got.SecretAccessKey === undefined) {
      throw new Error(`STS gave no credentials for ${roleArn}`);
    }
    return {
      accessKeyId: got.AccessKeyId,
      secretAccessKey: got.SecretAccessKey,
      ...(got.SessionToken === undefined ? {} : { sessionToken: got.SessionToken }),
      ...(got.Expiration === undefined ? {} : { expiration: got.Expiration }),
    };
  };
}
