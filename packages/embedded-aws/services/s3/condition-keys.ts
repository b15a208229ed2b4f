import type { GatewayRequest } from "../../host/gateway/service.ts";
import { tagKeys } from "../../host/identity/global-keys.ts";
import type { ContextValues } from "../../host/identity/request-context.ts";
import type { ObjectStore } from "./object-store.ts";
import type { Tag } from "./stored-object.ts";
import { tagsOfHeader } from "./tags.ts";

/** Headers that are condition keys with the prefix `s3:`. */
const headerKeys = [
  ...["if-match", "if-none-match", "x-amz-acl", "x-amz-content-sha256", "x-amz-copy-source"],
  ...["x-amz-metadata-directive", "x-amz-server-side-encryption"],
  ...["x-amz-server-side-encryption-aws-kms-key-id", "x-amz-server-side-encryption-customer-algorithm"],
  ...["x-amz-storage-class", "x-amz-website-redirect-location", "x-amz-object-ownership"],
];

/**
 * The condition keys of a request, but for those of listings.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export function requestKeys({ headers }: Pick<GatewayRequest, "headers">): ContextValues {
  const given = headerKeys.flatMap((name) =>
    headers[name] === undefined ? [] : [[`s3:${name}`, headers[name]] as const],
  );
  const tags = recordOf(tagsOfHeader(headers["x-amz-tagging"]));
  return {
    ...Object.fromEntries(given),
    "s3:authType": headers.authorization === undefined ? "REST-QUERY-STRING" : "REST-HEADER",
    "s3:signatureversion": "AWS4-HMAC-SHA256",
    ...tagKeys("s3:RequestObjectTag", tags),
    ...(headers["x-amz-tagging"] !== undefined && { "s3:RequestObjectTagKeys": Object.keys(tags) }),
  };
}

const readsTags =
  /^s3:(GetObject|GetObject(Version)?(Attributes|Tagging)?|(Put|Delete)Object(Version)?Tagging)$/;

/** The tags that the object has, for the actions that know them. */
export function existingTagKeys(action: string, resource: string, store: ObjectStore): ContextValues {
  const [, bucket = "", key = ""] = /^arn:aws:s3:::([^/]+)\/(.*)$/s.exec(resource) ?? [];
  if (!readsTags.test(action) || !store.hasBucket(bucket)) return {};
  return tagKeys("s3:ExistingObjectTag", recordOf(store.bucket(bucket).get(key)?.tags));
}

function recordOf(tags: readonly Tag[] = []): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}
