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
 * lock. Throws NotImplemented for headers that are not emulated.
 */
export function checkWriteHeaders({ headers }: S3Request, operation: string): void {
  const { "x-amz-storage-class": storageClass, "x-amz-server-side-encryption": encryption } = headers;
  if (headers["x-amz-write-offset-bytes"] !== undefined)
    throw s3Errors.unknownHeader("x-amz-write-offset-bytes");
  if (storageClass !== undefined && !storageClasses.includes(storageClass))
    throw s3Errors.invalidStorageClass(storageClass);
  if (encryption !== undefined) checkEncryption(encryption, operation);
  const names = Object.keys(headers);
  const customerKey = names.find((name) =>
    /^x-amz-(copy-source-)?server-side-encryption-customer-/.test(name),
  );
  if (customerKey !== undefined) throw s3Errors.notEmulated(`${operation} with ${customerKey}`);
  checkAccessControl(headers);
  if (names.some((name) => name.startsWith("x-amz-object-lock-"))) throw s3Errors.invalidRequest(missingLock);
}

/** Throws AccessControlListNotSupported, as buckets have no access control lists unless they are asked for. */
export function checkAccessControl(headers: S3Request["headers"]): void {
  const { "x-amz-acl": acl = "bucket-owner-full-control" } = headers;
  const grants = Object.keys(headers).some((name) => name.startsWith("x-amz-grant-"));
  if (acl !== "bucket-owner-full-control" || grants) throw s3Errors.noAccessControlLists();
}

function checkEncryption(encryption: string, operation: string): void {
  if (encryption === "AES256") return;
  if (/^aws:(kms|kms:dsse|fsx)$/.test(encryption))
    throw s3Errors.notEmulated(`${operation} with x-amz-server-side-encryption: ${encryption}`);
  throw s3Errors.invalidArgument(
    "The encryption method specified is not supported",
    "x-amz-server-side-encryption",
    encryption,
  );
}
