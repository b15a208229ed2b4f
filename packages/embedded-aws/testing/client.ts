import type { Credentials, LongTermCredentials } from "../host/identity/principal.ts";

/** SDK client settings for credentials that Identity or STS gave out. */
export function clientFor(endpoint: string, credentials: Credentials | LongTermCredentials) {
  const { accessKeyId, secretAccessKey } = credentials;
  const sessionToken = "sessionToken" in credentials ? { sessionToken: credentials.sessionToken } : {};
  return {
    endpoint,
    region: "eu-west-1",
    credentials: { accessKeyId, secretAccessKey, ...sessionToken },
    maxAttempts: 1,
    forcePathStyle: true,
  };
}
