import type { Checksum } from "./checksums/checksum.ts";

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
  /** The checksums of the parts, if `checksum` is made of them. Base64. */
  readonly partChecksums?: readonly string[];
  readonly tags?: readonly Tag[];
  /** The path of the bytes, relative to the store's directory. */
  readonly file: string;
}

export type NewObject = Omit<StoredObject, "lastModified" | "file">;

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}
