import type { ChunkSession, Granted } from "../../contract/broker/answer.ts";

/** The SDK asks for new credentials five minutes before they expire. The first client that asks renews for all. */
const renewBeforeMs = 10 * 60_000;

interface Credentials extends Omit<ChunkSession, "expiration"> {
  readonly expiration: Date;
}

/**
 * Credentials for the SDK's clients: the broker's session, and in time a new one.
 * @example new S3Client({ credentials: sessionCredentials(granted.session, ask) });
 */
export function sessionCredentials(
  first: ChunkSession,
  ask: () => Promise<Pick<Granted, "session">>,
): () => Promise<Credentials> {
  let session = first;
  let renewal: Promise<void> | undefined;
  const renew = async () => {
    try {
      ({ session } = await ask());
    } finally {
      renewal = undefined;
    }
  };
  return async () => {
    if (Date.parse(session.expiration) - Date.now() < renewBeforeMs) {
      renewal ??= renew();
      await renewal;
    }
    return { ...session, expiration: new Date(session.expiration) };
  };
}
