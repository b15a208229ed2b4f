import type { Checksum } from "./checksums.ts";

/** All that is known of an object but its bytes. */
export interface StoredObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** In quotes, as the header has it: the MD5, or for a multipart upload the MD5 of the parts' MD5s and their number. */
  readonly etag: string;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
  /** What the uploader said of it and a GET gives back: content-type, cache-control, x-amz-meta-…, lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly checksum?: Checksum;
  /** Sizes of the parts of a multipart upload. */
  readonly partSizes?: readonly number[];
  /** Where the bytes are, relative to the store's directory. */
  readonly file: string;
}

/** An object as an upload describes it; the store fills in the rest. */
export type NewObject = Omit<StoredObject, "lastModified" | "file">;
