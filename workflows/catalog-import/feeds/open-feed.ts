import { type Backoff, withBackoff } from "../../../workflow-kit/at-run/egress/backoff.ts";
import { discard } from "../../../workflow-kit/at-run/egress/egress.ts";
import { received } from "../../../workflow-kit/at-run/egress/received.ts";
import { RequestError, statusError } from "../../../workflow-kit/at-run/egress/request-error.ts";
import type { Source } from "../../../workflow-kit/at-run/egress/source.ts";
import { BadDataError, ItemError, TryAgainError } from "../../../workflow-kit/at-run/errors.ts";
import type { CatalogImportParams } from "../params.ts";
import { parseCsv } from "./csv.ts";
import { decodeText } from "./decode-text.ts";
import { atMost, decompress } from "./decompress.ts";
import type { FeedParser, FeedRecord } from "./feed-record.ts";
import { parseGoogleMerchant } from "./google-merchant.ts";
import { parseJson } from "./json.ts";

const parsers: Readonly<Record<CatalogImportParams["feed"]["format"], FeedParser>> = {
  "google-merchant": parseGoogleMerchant,
  csv: parseCsv,
  json: parseJson,
};

/** The most bytes of a feed, unpacked. */
const maxFeedBytes = 512 * 2 ** 20;

/** The records of a feed, read on demand, with retries. @throws {BadDataError} @throws {TryAgainError} when it may work later. */
export async function* readFeed(
  feed: CatalogImportParams["feed"],
  source: Source,
  signal: AbortSignal,
  backoff?: Backoff,
): AsyncGenerator<FeedRecord> {
  try {
    const response = await withBackoff(() => open(feed.url, source, signal), signal, backoff);
    const bytes = atMost(decompress(received(response, source.patience)), maxFeedBytes);
    const { "content-type": contentType = "" } = response.headers;
    try {
      yield* parsers[feed.format](decodeText(bytes, String(contentType)));
    } finally {
      response.body.destroy();
    }
  } catch (error) {
    if (!(error instanceof ItemError)) throw error;
    const message = `the feed ${feed.url} cannot be read: ${error.message}`;
    if (error instanceof RequestError && error.transient) throw new TryAgainError(message, { cause: error });
    throw new BadDataError(message, { cause: error });
  }
}

async function open(url: string, source: Source, signal: AbortSignal) {
  const response = await source.get(url, { signal, headers: { "accept-encoding": "gzip" } });
  if (response.status === 200) return response;
  await discard(response.body);
  throw statusError(response.url, response.status, response.headers);
}
