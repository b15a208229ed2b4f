import { type Backoff, withBackoff } from "../../../workflow-kit/at-run/egress/backoff.ts";
import { discard } from "../../../workflow-kit/at-run/egress/egress.ts";
import { received } from "../../../workflow-kit/at-run/egress/received.ts";
import { RequestError, statusError } from "../../../workflow-kit/at-run/egress/request-error.ts";
import type { Source } from "../../../workflow-kit/at-run/egress/source.ts";
import { BadDataError, ItemError, TryAgainError } from "../../../workflow-kit/at-run/errors.ts";
import { atMost, maxFeedBytes } from "./at-most.ts";

/**
 * What `read` makes of a feed's bytes, on demand. The request has retries. @throws {BadDataError}
 * @throws {TryAgainError} when it may work later.
 */
export async function* readFeed<T>(
  url: string,
  { source, signal, backoff, read }: FeedReading<T>,
): AsyncGenerator<T> {
  try {
    const response = await withBackoff(() => open(url, source, signal), signal, backoff);
    const bytes = atMost(received(response, source.patience), maxFeedBytes);
    const { "content-type": contentType = "" } = response.headers;
    try {
      yield* read(bytes, String(contentType));
    } finally {
      response.body.destroy();
    }
  } catch (error) {
    if (!(error instanceof ItemError)) throw error;
    const message = `the feed ${url} cannot be read: ${error.message}`;
    if (error instanceof RequestError && error.transient) throw new TryAgainError(message, { cause: error });
    throw new BadDataError(message, { cause: error });
  }
}

interface FeedReading<T> {
  readonly source: Source;
  readonly signal: AbortSignal;
  readonly backoff?: Backoff;
  /** `contentType`: the header of the feed's server. */
  readonly read: (bytes: AsyncIterable<Uint8Array>, contentType: string) => AsyncIterable<T>;
}

async function open(url: string, source: Source, signal: AbortSignal) {
  const response = await source.get(url, { signal, headers: { "accept-encoding": "gzip" } });
  if (response.status === 200) return response;
  await discard(response.body);
  throw statusError(response.url, response.status, response.headers);
}
