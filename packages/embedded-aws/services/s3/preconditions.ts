import { isDeepStrictEqual } from "node:util";
import { s3Errors } from "./s3-errors.ts";
import type { StoredObject } from "./stored-object.ts";

type Headers = Readonly<Record<string, string>>;

/** Throws NotImplemented for conditions that S3 does not take. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
export function checkConditions(headers: Headers): void {
  const { "if-none-match": none, "if-match": match } = headers;
  if (none !== undefined && match !== undefined)
    throw s3Errors.unknownHeader("If-Match,If-None-Match", severalConditions);
  const unknown =
    none !== undefined && none.trim() !== "*"
      ? "If-None-Match"
      : match?.trim() === "*"
        ? "If-Match"
        : undefined;
  if (unknown === undefined) return;
  const message = `We don't accept the provided value of ${unknown} header for this API`;
  throw s3Errors.unknownHeader(unknown, message);
}

const severalConditions = "Multiple conditional request headers present in the request";

/** Whether a PutObject or CopyObject may write. `current` is what the key has. */
export function checkWrite(headers: Headers, key: string, current: StoredObject | undefined): void {
  checkConditions(headers);
  if (headers["if-none-match"] !== undefined && current !== undefined)
    throw s3Errors.preconditionFailed("If-None-Match");
  if (headers["if-match"] !== undefined) checkMatch(headers["if-match"], key, current);
}

/** The object must exist with the ETag. */
export function checkMatch(etag: string, key: string, current: StoredObject | undefined): void {
  if (current === undefined) throw s3Errors.noSuchKey(key);
  if (!lists(etag, current.etag)) throw s3Errors.preconditionFailed("If-Match");
}

/**
 * `checkWrite` of a multipart upload. It conflicts if the object that the key had `before` it began was deleted or replaced,
 * also if the condition holds now.
 */
export function checkCompletion(
  headers: Headers,
  key: string,
  {
    before,
    current,
  }: { readonly before: StoredObject | undefined; readonly current: StoredObject | undefined },
): void {
  checkWrite(headers, key, current);
  if (before === undefined && headers["if-match"] === undefined) return;
  if (isDeepStrictEqual(before, current)) return;
  for (const name of ["If-None-Match", "If-Match"])
    if (headers[name.toLowerCase()] !== undefined) throw s3Errors.conditionalRequestConflict(name, key);
}

/**
 * An ETag condition wins over the date beside it (RFC 9110, section 13.2.2), and If-Modified-Since in the future is ignored.
 * `prefix`: `x-amz-copy-source-` for a copy, whose headers are `x-amz-copy-source-if-match`, `x-amz-copy-source-if-none-match`,
 * `x-amz-copy-source-if-modified-since` and `x-amz-copy-source-if-unmodified-since`.
 */
export function checkRead(headers: Headers, object: StoredObject, prefix = ""): void {
  const match = headers[`${prefix}if-match`];
  const unmodifiedSince = seconds(headers[`${prefix}if-unmodified-since`]);
  const none = headers[`${prefix}if-none-match`];
  const modifiedSince = seconds(headers[`${prefix}if-modified-since`]);
  const modified = Math.floor(object.lastModified / 1000);

  // Nothing is modified in a copy: it is not answered as a read is.
  const notModified = (condition: string) =>
    prefix === "" ? s3Errors.notModified() : s3Errors.preconditionFailed(`${prefix}${condition}`);

  if (match !== undefined) {
    if (!lists(match, object.etag)) throw s3Errors.preconditionFailed(`${prefix}If-Match`);
  } else if (unmodifiedSince !== undefined && modified > unmodifiedSince) {
    throw s3Errors.preconditionFailed(`${prefix}If-Unmodified-Since`);
  }
  if (none !== undefined) {
    if (lists(none, object.etag)) throw notModified("If-None-Match");
  } else if (modifiedSince !== undefined && modified <= modifiedSince && modifiedSince <= Date.now() / 1000) {
    throw notModified("If-Modified-Since");
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
