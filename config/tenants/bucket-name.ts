import * as z from "zod";

const reservedPrefixes = ["xn--", "sthree-", "amzn-s3-demo-"];
const reservedSuffixes = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/**
 * The name of an S3 general purpose bucket, without dots (a dotted name does not match the TLS certificate of
 * virtual-hosted addressing).
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export const BucketName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
    "a bucket name: 3–63 lower-case letters, digits and dashes, with a letter or digit at both ends",
  )
  .refine(
    (name) =>
      !reservedPrefixes.some((prefix) => name.startsWith(prefix)) &&
      !reservedSuffixes.some((suffix) => name.endsWith(suffix)),
    `a bucket name that S3 does not reserve (not starting with ${reservedPrefixes.join(", ")}, not ending in ${reservedSuffixes.join(", ")})`,
  );
