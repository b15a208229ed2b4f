import type { FeedParser, FeedRecord } from "../feeds/feed-record.ts";

/** `text` in pieces of `size` characters. */
export async function* inPieces(text: string, size = 7): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

/** All records that a parser finds in `text`. */
export async function readAll(parser: FeedParser, text: string, size?: number): Promise<FeedRecord[]> {
  const records: FeedRecord[] = [];
  for await (const record of parser(inPieces(text, size))) records.push(record);
  return records;
}

/** A record's fields as a plain object. */
export function plain(record: FeedRecord | undefined): Record<string, readonly string[]> {
  return Object.fromEntries(record?.fields ?? []);
}
