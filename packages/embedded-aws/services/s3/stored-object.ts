import type { Checksum } from "./checksums.ts";

export interface StoredObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** In quotes: the MD5; for a multipart upload the MD5 of the parts' MD5s, and their number. */
  readonly etag: string;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
  /** The headers that a GET returns: content-type, cache-control, x-amz-meta-…, lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly checksum?: Checksum;
  /** Sizes of the parts of a multipart upload. */
  readonly partSizes?: readonly number[];
  /** The path of the bytes, relative to the store's directory. */
  readonly file: string;
}

export type NewObject = Omit<StoredObject, "lastModified" | "file">;
