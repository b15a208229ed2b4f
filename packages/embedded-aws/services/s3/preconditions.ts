import { AwsError } from "../../host/gateway/aws-error.ts";
import { s3Errors } from "./s3-errors.ts";
import type { StoredObject } from "./stored-object.ts";

type Headers = Readonly<Record<string, string>>;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
export function checkWrite(headers: Headers, key: string, current: StoredObject | undefined): void {
  const none = headers["if-none-match"];
  if (none !== undefined) {
    if (none.trim() !== "*")
      throw new AwsError("NotImplemented", `If-None-Match of a write takes only *, not ${none}`, 501);
    if (current !== undefined) throw s3Errors.preconditionFailed("If-None-Match");
  }
  const match = headers["if-match"];
  if (match === undefined) return;
  if (current === undefined) throw s3Errors.noSuchKey(key);
  if (!lists(match, current.etag)) throw s3Errors.preconditionFailed("If-Match");
}

/** An ETag condition wins over the date beside it (RFC 9110, section 13.2.2). `prefix`: `x-amz-copy-source-` for a copy. */
export function checkRead(headers: Headers, object: StoredObject, prefix = ""): void {
  const match = headers[`${prefix}if-match`];
  const unmodifiedSince = seconds(headers[`${prefix}if-unmodified-since`]);
  const none = headers[`${prefix}if-none-match`];
  const modifiedSince = seconds(headers[`${prefix}if-modified-since`]);
  const modified = Math.floor(object.lastModified / 1000);

  if (match !== undefined) {
    if (!lists(match, object.etag)) throw s3Errors.preconditionFailed("If-Match");
  } else if (unmodifiedSince !== undefined && modified > unmodifiedSince) {
    throw s3Errors.preconditionFailed("If-Unmodified-Since");
  }
  if (none !== undefined) {
    if (lists(none, object.etag)) throw s3Errors.notModified();
  } else if (modifiedSince !== undefined && modified <= modifiedSince) {
    throw s3Errors.notModified();
  }
}

/** Whether a header lists the ETag, with or without quotes. */
function lists(header: string, etag: string): boolean {
  const bare = (text: string) => text.trim().replace(/^W\//, "").replaceAll('"', "");
  return header.split(",").some((one) => one.trim() === "*" || bare(one) === bare(etag));
}

/** Seconds since the epoch. HTTP ignores invalid dates. */
function seconds(date: string | undefined): number | undefined {
  const parsed = Date.parse(String(date));
  return Number.isNaN(parsed) ? undefined : Math.floor(parsed / 1000);
}
