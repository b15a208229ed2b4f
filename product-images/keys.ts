/** A tenant's images as it supplied them, below its prefix: each named by its SHA-256. */
export const originalsPrefix = "originals/";
/** A tenant's renditions, below its prefix: each below its original's SHA-256. */
export const renditionsPrefix = "renditions/";

/** Keys of a tenant's images, below its prefix. */
export const imageKeys = {
  /** An image as the supplier sent it, by the SHA-256 of its bytes in hexadecimal. */
  original: (sha256: string) => `${originalsPrefix}${sha256}`,
  /** A rendition, by its original and every setting that its bytes depend on. */
  rendition: (sha256: string, width: number, quality: number, format: string) =>
    `${renditionsPrefix}${sha256}/${width}w-q${quality}.${format}`,
} as const;

/** The renditions that a stage made for its chunk, one line for each product or original; an output of the stage. */
export const renditionsFile = "renditions.ndjson";
