import type { ChecksumAlgorithm } from "../../../host/gateway/body/checksums.ts";
import type { GatewayResponse } from "../../../host/gateway/service.ts";
import { accountId } from "../../../host/identity/principal.ts";
import { checksumElements, defaultAlgorithm } from "../checksums/checksum.ts";
import { askedAlgorithm } from "../checksums/sent-checksum.ts";
import {
  copiedHeaders,
  describingHeaders,
  encryptionHeader,
  placementHeaders,
  storageClassOf,
} from "../object-headers.ts";
import { checkRead, checkWrite } from "../preconditions.ts";
import { s3Errors } from "../s3-errors.ts";
import { address, objectArn, type S3Operation, type S3Request, xmlAnswer } from "../s3-request.ts";
import { copyToItself } from "../s3-texts.ts";
import type { StoredObject } from "../stored-object.ts";
import { tagsOfHeader } from "../tags.ts";
import { timestamp } from "../timestamp.ts";
import { checkVersion } from "../versions.ts";
import { archives, checkWriteHeaders } from "../write-headers.ts";
import { existingObject } from "./get-object.ts";
import { authoriseWrite } from "./put-object.ts";

export const copyOperations: Readonly<Record<string, S3Operation>> = { CopyObject: copy };

/** Bytes. Larger objects are copied in parts. */
const maxCopy = 5 * 1024 ** 3;

async function copy(request: S3Request): Promise<GatewayResponse> {
  const { bucket, key, headers, store } = request;
  const original = copySource(request);
  authoriseWrite(request);
  checkWriteHeaders(request);
  store.bucket(bucket);
  const replaces = directive(request, "x-amz-metadata-directive") === "REPLACE";
  const changes = ["storage-class", "server-side-encryption", "website-redirect-location"];
  if (
    original.bucket === bucket &&
    original.object.key === key &&
    !replaces &&
    !changes.some((name) => headers[`x-amz-${name}`] !== undefined)
  )
    throw s3Errors.invalidRequest(copyToItself);
  if (original.object.size > maxCopy)
    throw s3Errors.invalidRequest(
      `The specified copy source is larger than the maximum allowable size for a copy source: ${maxCopy}`,
    );
  const described = replaces
    ? describingHeaders(headers)
    : { ...copiedHeaders(original.object), ...placementHeaders(headers) };
  const tags =
    directive(request, "x-amz-tagging-directive") === "REPLACE"
      ? tagsOfHeader(headers["x-amz-tagging"])
      : original.object.tags;
  const algorithm: ChecksumAlgorithm =
    askedAlgorithm(headers) ?? original.object.checksum?.algorithm ?? defaultAlgorithm;
  checkWrite(headers, key, store.bucket(bucket).get(key));
  const range = { start: 0, length: original.object.size };
  const content = await store.copy(original.object, range, [algorithm]);
  try {
    checkWrite(headers, key, store.bucket(bucket).get(key));
    const checksum = { algorithm, value: String(content.checksums[algorithm]), type: "FULL_OBJECT" } as const;
    const { size, md5 } = content;
    const object = { key, size, etag: `"${md5}"`, headers: described, checksum, ...(tags && { tags }) };
    const { etag, lastModified } = store.put(bucket, object, content);
    const result = {
      ETag: etag,
      LastModified: timestamp(lastModified),
      ...checksumElements(checksum),
    };
    return xmlAnswer("CopyObjectResult", result, encryptionHeader);
  } finally {
    content.discard();
  }
}

/**
 * The object that `x-amz-copy-source` names, which the caller may read and the conditions allow. Throws InvalidArgument, NoSuchKey,
 * PreconditionFailed, ObjectNotInActiveTierError.
 */
export function copySource(request: S3Request): { readonly bucket: string; readonly object: StoredObject } {
  const { "x-amz-copy-source": given = "", "x-amz-source-expected-bucket-owner": owner = accountId } =
    request.headers;
  const [path = "", version] = given.split("?versionId=");
  // A plus is a space, as in a form.
  const { bucket, key } = address(`/${path.replace(/^\//, "").replaceAll("+", "%20")}`);
  if (bucket === "" || key === "")
    throw s3Errors.invalidArgument(
      "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
      "x-amz-copy-source",
      given,
    );
  request.authorise(`s3:GetObject${version === undefined ? "" : "Version"}`, objectArn(bucket, key));
  if (owner !== accountId) throw s3Errors.accessDenied();
  const object = existingObject(request, bucket, key);
  if (version !== undefined) checkVersion(version);
  if (archives.includes(storageClassOf(object))) throw s3Errors.copyOfArchived(key);
  checkRead(request.headers, object, "x-amz-copy-source-");
  return { bucket, object };
}

function directive(
  { headers }: S3Request,
  name: "x-amz-metadata-directive" | "x-amz-tagging-directive",
): "COPY" | "REPLACE" {
  const { [name]: value = "COPY" } = headers;
  if (value === "COPY" || value === "REPLACE") return value;
  throw s3Errors.invalidArgument(`Unknown ${name.split("-")[2]} directive.`, name, value);
}
