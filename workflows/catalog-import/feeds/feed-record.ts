/** One product of a feed, before it is checked. */
export interface FeedRecord {
  /** Its place, for people: `line 12` or `product 3`. */
  readonly place: string;
  /** Its fields by `fieldName`. A repeated field has several values. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  /** Why it cannot be read; absent when it can. */
  readonly problem?: string;
}

/** Reads records of one format from text in pieces of any size. Throws BadDataError for another format. */
export type FeedParser = (text: AsyncIterable<string>) => AsyncGenerator<FeedRecord>;

/** The longest record of a feed, in characters. A longer one is a mistake or an attack. */
export const maxRecordLength = 2 ** 20;

/** One spelling for names of columns, elements and properties: `g:image_link`, `imageLink` and `Image Link` become `image_link`. */
export function fieldName(name: string): string {
  return name
    .replace(/^g:/i, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_|_$/g, "");
}
