/** One product of a feed as its format spells it, before it is judged. */
export interface FeedRecord {
  /** Where it is, for a person: `line 12` or `product 3`. */
  readonly place: string;
  /** Its fields by `fieldName`; a field that repeats has several values. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  /** Why it could not be read, when it could not. */
  readonly problem?: string;
}

/**
 * Reads one format: text in pieces of any size to records. Throws BadDataError when the text is not of that
 * format.
 */
export type FeedParser = (text: AsyncIterable<string>) => AsyncGenerator<FeedRecord>;

/** No record of a feed may be longer, in characters: what is longer is a mistake or an attack. */
export const maxRecordLength = 2 ** 20;

/**
 * A column's, element's or property's name in one spelling: `g:image_link`, `imageLink` and `Image Link` are
 * `image_link`.
 */
export function fieldName(name: string): string {
  return name
    .replace(/^g:/i, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_|_$/g, "");
}
