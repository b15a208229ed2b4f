import type { Credentials, LongTermCredentials } from "../../../local/identity/principal.ts";

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

/** What a promise was rejected with; fails when it was not. */
export async function rejection(
  promise: Promise<unknown>,
): Promise<Error & { readonly $metadata?: { httpStatusCode?: number } }> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("expected a rejection");
}
