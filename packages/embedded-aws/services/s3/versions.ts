import { s3Errors } from "./s3-errors.ts";
import { objectArn, type S3Request } from "./s3-request.ts";

/** The version of each object of a bucket without versions. */
export const nullVersion = "null";

/**
 * Authorises an action on an object: with a version in the request it is another action, `s3:GetObjectVersion`. Throws
 * InvalidArgument for another version than `null`, as buckets have no versions here. https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
export function authoriseObject(
  { authorise, bucket, key, query }: S3Request,
  action: string,
  ending = "",
): void {
  const version = query.get("versionId");
  const versioned = version === null ? "" : "Version";
  const context: Record<string, string> = version === null ? {} : { "s3:VersionId": version };
  authorise(`s3:${action}${versioned}${ending}`, objectArn(bucket, key), context);
  if (version !== null) checkVersion(version);
}

/** Throws InvalidArgument. */
export function checkVersion(version: string): void {
  if (version === nullVersion) return;
  throw s3Errors.invalidArgument("Invalid version id specified", "versionId", version);
}
