import type { Identity } from "../host/identity/identity.ts";
import {
  type Credentials,
  defaultRegion,
  type LongTermCredentials,
  type Principal,
} from "../host/identity/principal.ts";

/** SDK client settings with credentials of Identity or STS. */
export function clientFor(endpoint: string, credentials: Credentials | LongTermCredentials) {
  const { accessKeyId, secretAccessKey } = credentials;
  const sessionToken = "sessionToken" in credentials ? { sessionToken: credentials.sessionToken } : {};
  return {
    endpoint,
    region: defaultRegion,
    credentials: { accessKeyId, secretAccessKey, ...sessionToken },
    maxAttempts: 1,
    forcePathStyle: true,
  };
}

/** The principal of an access key; undefined unless it is valid. */
export function principalOf(
  identity: Identity,
  accessKeyId: string,
  sessionToken?: string,
): Principal | undefined {
  const found = identity.lookup(accessKeyId, sessionToken);
  return found.outcome === "known" ? found.principal : undefined;
}
