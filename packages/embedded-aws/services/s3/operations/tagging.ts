import type { GatewayResponse } from "../../../host/gateway/service.ts";
import { checkedBody } from "../content/checked-body.ts";
import { s3Errors } from "../s3-errors.ts";
import { bucketArn, type S3Operation, type S3Request, xmlAnswer } from "../s3-request.ts";
import type { Tag } from "../stored-object.ts";
import { sortedTags, tagsOf } from "../tags.ts";
import { authoriseObject } from "../versions.ts";
import { childOf, parseXml } from "../xml-request.ts";

export const taggingOperations: Readonly<Record<string, S3Operation>> = {
  GetObjectTagging(request) {
    const { bucket, key } = request;
    authoriseObject(request, "GetObject", "Tagging");
    // S3 names the bucket in this error only.
    const object = request.store.bucket(bucket).get(key);
    if (object === undefined) throw s3Errors.noSuchKey(`${bucket}/${key}`);
    return tagging(object.tags);
  },
  async PutObjectTagging(request) {
    authoriseObject(request, "PutObject", "Tagging");
    existing(request);
    const tags = await sentTags(request, "object");
    request.store.tagObject(request.bucket, existing(request), tags);
    return { status: 200 };
  },
  DeleteObjectTagging(request) {
    authoriseObject(request, "DeleteObject", "Tagging");
    request.store.tagObject(request.bucket, existing(request), []);
    return { status: 204 };
  },
  GetBucketTagging({ authorise, bucket, store }) {
    authorise("s3:GetBucketTagging", bucketArn(bucket));
    const { tags } = store.bucket(bucket);
    if (tags.length === 0) throw s3Errors.noSuchTagSet(bucket);
    return tagging(tags);
  },
  async PutBucketTagging(request) {
    request.authorise("s3:PutBucketTagging", bucketArn(request.bucket));
    request.store.bucket(request.bucket);
    request.store.tagBucket(request.bucket, await sentTags(request, "bucket"));
    return { status: 204 };
  },
  DeleteBucketTagging({ authorise, bucket, store }) {
    authorise("s3:PutBucketTagging", bucketArn(bucket));
    store.tagBucket(bucket, []);
    return { status: 204 };
  },
};

function existing({ bucket, key, store }: S3Request) {
  const object = store.bucket(bucket).get(key);
  if (object === undefined) throw s3Errors.noSuchKey(key);
  return object;
}

async function sentTags(request: S3Request, of: "object" | "bucket"): Promise<Tag[]> {
  const tagging = await parseXml(await checkedBody(request), "Tagging");
  return tagsOf(childOf(tagging, "TagSet"), of);
}

function tagging(tags: readonly Tag[] = []): GatewayResponse {
  return xmlAnswer("Tagging", {
    TagSet: { Tag: sortedTags(tags).map(({ Key, Value }) => ({ Key, Value })) },
  });
}
