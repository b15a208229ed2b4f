/** An object of S3. */
export interface ObjectAddress {
  /** Undefined: the key is below the tenant's own prefix. */
  readonly bucket?: string;
  readonly key: string;
}

/**
 * Reads `s3://bucket/key`, or `s3:///key` for an object below the tenant's own prefix. Keys are not encoded. Undefined for other text, and
 * for names that S3 never has: in a bucket's place, ".." would lead the AWS SDK to another bucket.
 * @example objectAddress("s3:///supplier/feed.xml") // { key: "supplier/feed.xml" }
 */
export function objectAddress(text: string): ObjectAddress | undefined {
  const [, bucket, key] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?\/(.+)$/s.exec(text) ?? [];
  // Keys are UTF-8, which has no half of a surrogate pair.
  if (key === undefined || !key.isWellFormed()) return undefined;
  return bucket === undefined ? { key } : { bucket, key };
}
