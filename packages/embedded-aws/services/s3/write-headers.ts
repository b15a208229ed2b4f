import { s3Errors } from "./s3-errors.ts";
import type { S3Request } from "./s3-request.ts";
import { missingLock } from "./s3-texts.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
const storageClasses = [
  ...["STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING"],
  ...["GLACIER", "DEEP_ARCHIVE", "GLACIER_IR"],
];

/** Storage classes whose objects must be restored before they can be read. */
export const archives: readonly string[] = ["GLACIER", "DEEP_ARCHIVE"];

/**
 * Throws what S3 answers to headers of a write that it does not take. A bucket has the defaults: no access control lists, no object
 * lock.
 */
export function checkWriteHeaders({ headers }: S3Request): void {
  const { "x-amz-storage-class": storageClass, "x-amz-server-side-encryption": encryption } = headers;
  if (headers["x-amz-write-offset-bytes"] !== undefined)
    throw s3Errors.unknownHeader("x-amz-write-offset-bytes");
  if (storageClass !== undefined && !storageClasses.includes(storageClass))
    throw s3Errors.invalidStorageClass(storageClass);
  if (encryption !== undefined && !encryptions.includes(encryption))
    throw s3Errors.invalidArgument(
      "The encryption method specified is not supported",
      "x-amz-server-side-encryption",
      encryption,
    );
  checkAccessControl(headers);
  if (locks.some((name) => headers[name] !== undefined)) throw s3Errors.invalidRequest(missingLock);
}

const encryptions = ["AES256", "aws:kms", "aws:kms:dsse", "aws:fsx"];
const cannedLists = [
  ...["private", "public-read", "public-read-write", "authenticated-read", "log-delivery-write"],
  ...["aws-exec-read", "bucket-owner-read", "bucket-owner-full-control"],
];
const grants = [
  ...["x-amz-grant-full-control", "x-amz-grant-read", "x-amz-grant-read-acp"],
  ...["x-amz-grant-write", "x-amz-grant-write-acp"],
];
const locks = [
  ...["x-amz-object-lock-mode", "x-amz-object-lock-retain-until-date", "x-amz-object-lock-legal-hold"],
  ...["x-amz-object-lock-event-hold", "x-amz-object-lock-event-hold-duration-days"],
  "x-amz-object-lock-event-hold-duration-years",
];

/** Throws what CreateBucket answers to access control lists beside the default ownership. */
export function checkNewAccessControl(headers: S3Request["headers"]): void {
  const { "x-amz-acl": acl = "private" } = headers;
  if (!cannedLists.includes(acl)) throw s3Errors.invalidArgument("", "x-amz-acl", acl);
  const granted = grants.some((name) => headers[name] !== undefined);
  if (acl !== "private" || granted) throw s3Errors.accessControlOfNewBucket();
}

/** Throws AccessControlListNotSupported, as buckets have no access control lists unless they are asked for. */
export function checkAccessControl(headers: S3Request["headers"]): void {
  const { "x-amz-acl": acl = "bucket-owner-full-control" } = headers;
  if (!cannedLists.includes(acl)) throw s3Errors.invalidArgument("", "x-amz-acl", acl);
  const granted = grants.some((name) => headers[name] !== undefined);
  if (acl !== "bucket-owner-full-control" || granted) throw s3Errors.noAccessControlLists();
}
