import type { CatalogImportParams } from "../params.ts";
import { atMost, maxFeedBytes } from "./at-most.ts";
import { parseCsv } from "./csv.ts";
import { decodeText } from "./decode-text.ts";
import { decompress } from "./decompress.ts";
import type { FeedParser, FeedRecord } from "./feed-record.ts";
import { parseGoogleMerchant } from "./google-merchant.ts";
import { parseJson } from "./json.ts";

const parsers: Readonly<Record<CatalogImportParams["feed"]["format"], FeedParser>> = {
  "google-merchant": parseGoogleMerchant,
  csv: parseCsv,
  json: parseJson,
};

/** How a feed's bytes are read. */
export interface FeedFormat {
  readonly format: CatalogImportParams["feed"]["format"];
  /** The header of its server, which may name an encoding. */
  readonly contentType: string;
}

/** The records of a feed, read on demand. @throws {BadDataError} when it is of another format, damaged or too large. */
export function parseFeed(
  bytes: AsyncIterable<Uint8Array>,
  { format, contentType }: FeedFormat,
): AsyncGenerator<FeedRecord> {
  return parsers[format](decodeText(atMost(decompress(bytes), maxFeedBytes), contentType));
}
