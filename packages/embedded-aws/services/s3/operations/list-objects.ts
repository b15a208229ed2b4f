import { must } from "@batchline/diagnostics";
import type { GatewayResponse } from "../../../host/gateway/service.ts";
import type { XmlValue } from "../../../host/gateway/xml.ts";
import { encoderOf } from "../encoded.ts";
import { type Listing, type ListingRequest, list } from "../listing.ts";
import { storageClassOf } from "../object-headers.ts";
import { owner } from "../owner.ts";
import { s3Errors } from "../s3-errors.ts";
import { bucketArn, count, parameter, type S3Operation, type S3Request, xmlAnswer } from "../s3-request.ts";
import type { StoredObject } from "../stored-object.ts";
import { timestamp } from "../timestamp.ts";
import { nullVersion } from "../versions.ts";

export const listOperations: Readonly<Record<string, S3Operation>> = {
  ListObjectsV2: listV2,
  ListObjects: listV1,
  ListObjectVersions: listVersions,
};

type Elements = { readonly [element: string]: XmlValue };
type Start = Pick<ListingRequest, "after" | "afterPrefix">;

function listV2(request: S3Request): GatewayResponse {
  const { query } = request;
  const token = query.get("continuation-token");
  const startAfter = parameter(query, "start-after");
  const withOwner = parameter(query, "fetch-owner").toLowerCase() === "true";
  const from = token === null ? { after: startAfter } : decodeToken(token);
  const { listing, common, contents } = page(request, "s3:ListBucket", () => from);
  return xmlAnswer("ListBucketResult", {
    ...common,
    Contents: contents(withOwner ? { Owner: owner } : {}),
    KeyCount: listing.keys.length + listing.commonPrefixes.length,
    ContinuationToken: token ?? undefined,
    NextContinuationToken: listing.next && encodeToken(listing.next),
    StartAfter: startAfter === "" || token !== null ? undefined : encoderOf(query)(startAfter),
  });
}

/** The older version. The marker is the last key or common prefix of the page before. */
function listV1(request: S3Request): GatewayResponse {
  const { query } = request;
  const marker = parameter(query, "marker");
  const encode = encoderOf(query);
  const { listing, common, contents } = page(request, "s3:ListBucket", () => ({ after: marker }));
  const next = listing.next && (listing.next.afterPrefix ?? listing.next.after);
  return xmlAnswer("ListBucketResult", {
    ...common,
    Contents: contents({ Owner: owner }),
    Marker: encode(marker),
    NextMarker: next === undefined || parameter(query, "delimiter") === "" ? undefined : encode(next),
  });
}

/** In a bucket without versions each object has one, named `null`. */
function listVersions(request: S3Request): GatewayResponse {
  const { query } = request;
  const marker = parameter(query, "key-marker");
  const versionMarker = query.get("version-id-marker");
  if (versionMarker !== null && marker === "")
    throw s3Errors.invalidArgument(
      "A version-id marker cannot be specified without a key marker.",
      "version-id-marker",
      versionMarker,
    );
  if (versionMarker !== null && versionMarker !== nullVersion && versionMarker !== "")
    throw s3Errors.invalidArgument("Invalid version id specified", "version-id-marker", versionMarker);
  const encode = encoderOf(query);
  const { listing, common, contents } = page(request, "s3:ListBucketVersions", () => ({ after: marker }));
  const next = listing.next && (listing.next.afterPrefix ?? listing.next.after);
  const lastIsKey = listing.next?.afterPrefix === undefined;
  return xmlAnswer("ListVersionsResult", {
    ...common,
    Version: contents({ VersionId: nullVersion, IsLatest: true, Owner: owner }),
    KeyMarker: encode(marker),
    VersionIdMarker: versionMarker ?? "",
    NextKeyMarker: next && encode(next),
    NextVersionIdMarker: next && lastIsKey ? nullVersion : undefined,
  });
}

interface Page {
  readonly listing: Listing;
  /** What all listings answer. */
  readonly common: Elements;
  /** The elements of the objects, each with `more`. */
  readonly contents: (more: Elements) => Elements[];
}

function page({ authorise, bucket, query, store }: S3Request, action: string, start: () => Start): Page {
  const prefix = parameter(query, "prefix");
  const delimiter = parameter(query, "delimiter");
  authorise(action, bucketArn(bucket), {
    ...(query.has("prefix") && { "s3:prefix": prefix }),
    ...(query.has("delimiter") && { "s3:delimiter": delimiter }),
    ...(query.has("max-keys") && { "s3:max-keys": parameter(query, "max-keys") }),
  });
  const objects = store.bucket(bucket);
  const maxKeys = count(query, "max-keys");
  const encode = encoderOf(query);
  const listing = list(objects.keys, { prefix, delimiter, maxKeys, ...start() });
  const stored = listing.keys.map((key) =>
    must(objects.get(key), "the bucket lists the keys of its objects"),
  );
  const common = {
    Name: bucket,
    Prefix: encode(prefix),
    Delimiter: delimiter === "" ? undefined : encode(delimiter),
    MaxKeys: maxKeys,
    EncodingType: query.get("encoding-type") ?? undefined,
    IsTruncated: listing.next !== undefined,
    CommonPrefixes: listing.commonPrefixes.map((one) => ({ Prefix: encode(one) })),
  };
  return {
    listing,
    common,
    contents: (more) => stored.map((object) => ({ ...describe(object, encode), ...more })),
  };
}

function describe(object: StoredObject, encode: (text: string) => string): Elements {
  return {
    Key: encode(object.key),
    LastModified: timestamp(object.lastModified),
    ETag: object.etag,
    ChecksumAlgorithm: object.checksum?.algorithm,
    ChecksumType: object.checksum?.type,
    Size: object.size,
    StorageClass: storageClassOf(object),
  };
}

function encodeToken(next: Start): string {
  return Buffer.from(JSON.stringify(next)).toString("base64url");
}

function decodeToken(token: string): Start {
  try {
    const { after, afterPrefix } = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
    return { after: String(after), ...(afterPrefix !== undefined && { afterPrefix: String(afterPrefix) }) };
  } catch {
    throw s3Errors.invalidArgument("The continuation token provided is incorrect", "continuation-token");
  }
}
