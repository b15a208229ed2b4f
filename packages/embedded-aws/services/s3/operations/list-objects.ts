import { must } from "@batchline/diagnostics";
import type { GatewayResponse } from "../../../host/gateway/service.ts";
import type { XmlValue } from "../../../host/gateway/xml.ts";
import { type Listing, type ListingRequest, list } from "../listing.ts";
import { s3Errors } from "../s3-errors.ts";
import { bucketArn, parameter, type S3Operation, type S3Request, xmlAnswer } from "../s3-request.ts";

export const listOperations: Readonly<Record<string, S3Operation>> = {
  ListObjectsV2: listV2,
  ListObjects: listV1,
};

/** A page has at most this many entries. */
const maxPage = 1000;

function listV2(request: S3Request): GatewayResponse {
  const { query } = request;
  const token = query.get("continuation-token");
  const startAfter = parameter(query, "start-after");
  const from = token === null ? { after: startAfter } : decodeToken(token);
  const { listing, common } = page(request, from);
  return xmlAnswer("ListBucketResult", {
    ...common,
    KeyCount: listing.keys.length + listing.commonPrefixes.length,
    ContinuationToken: token ?? undefined,
    NextContinuationToken: listing.next && encodeToken(listing.next),
    StartAfter: startAfter === "" ? undefined : encoded(query, startAfter),
  });
}

/** The older version. The marker is the last key or common prefix of the page before. */
function listV1(request: S3Request): GatewayResponse {
  const { query } = request;
  const marker = parameter(query, "marker");
  const delimiter = parameter(query, "delimiter");
  const prefix = parameter(query, "prefix");
  const isCommonPrefix = delimiter !== "" && marker.startsWith(prefix) && marker.endsWith(delimiter);
  const { listing, common } = page(request, {
    after: marker,
    ...(isCommonPrefix && { afterPrefix: marker }),
  });
  const next = listing.next && (listing.next.afterPrefix ?? listing.next.after);
  return xmlAnswer("ListBucketResult", {
    ...common,
    Marker: encoded(query, marker),
    NextMarker: next === undefined || delimiter === "" ? undefined : encoded(query, next),
  });
}

function page(
  { authorise, bucket, query, store }: S3Request,
  from: Pick<ListingRequest, "after" | "afterPrefix">,
): { readonly listing: Listing; readonly common: { readonly [element: string]: XmlValue } } {
  const prefix = parameter(query, "prefix");
  const delimiter = parameter(query, "delimiter");
  const asked = Number(query.get("max-keys") ?? maxPage);
  authorise("s3:ListBucket", bucketArn(bucket), {
    ...(query.has("prefix") && { "s3:prefix": prefix }),
    ...(query.has("delimiter") && { "s3:delimiter": delimiter }),
    ...(query.has("max-keys") && { "s3:max-keys": String(asked) }),
  });
  if (!Number.isInteger(asked) || asked < 0)
    throw s3Errors.invalidArgument(`max-keys is a whole number from 0, not ${query.get("max-keys")}`);
  const objects = store.bucket(bucket);
  const listing = list(objects.keys, { prefix, delimiter, maxKeys: Math.min(asked, maxPage), ...from });
  const contents = listing.keys.map((key) => {
    const object = must(objects.get(key), "the bucket lists the keys of its objects");
    return {
      Key: encoded(query, key),
      LastModified: new Date(object.lastModified).toISOString(),
      ETag: object.etag,
      ChecksumAlgorithm: object.checksum?.algorithm,
      ChecksumType: object.checksum?.type,
      Size: object.size,
      StorageClass: object.headers["x-amz-storage-class"] ?? "STANDARD",
    };
  });
  const common = {
    Name: bucket,
    Prefix: encoded(query, prefix),
    Delimiter: delimiter === "" ? undefined : encoded(query, delimiter),
    MaxKeys: Math.min(asked, maxPage),
    EncodingType: query.get("encoding-type") ?? undefined,
    IsTruncated: listing.next !== undefined,
    Contents: contents,
    CommonPrefixes: listing.commonPrefixes.map((one) => ({ Prefix: encoded(query, one) })),
  };
  return { listing, common };
}

/** Keys may contain characters that XML cannot. `encoding-type=url` requests percent-encoding. */
function encoded(query: URLSearchParams, text: string): string {
  return query.get("encoding-type") === "url" ? encodeURIComponent(text).replaceAll("%2F", "/") : text;
}

function encodeToken(next: Pick<ListingRequest, "after" | "afterPrefix">): string {
  return Buffer.from(JSON.stringify(next)).toString("base64url");
}

function decodeToken(token: string): Pick<ListingRequest, "after" | "afterPrefix"> {
  try {
    const { after, afterPrefix } = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
    return { after: String(after), ...(afterPrefix !== undefined && { afterPrefix: String(afterPrefix) }) };
  } catch {
    throw s3Errors.invalidArgument("The continuation token provided is incorrect");
  }
}
