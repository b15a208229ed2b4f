import { accountId } from "../../../host/identity/principal.ts";
import { createBucket, namespaces } from "../bucket-names.ts";
import type { MultipartUploads } from "../multipart-uploads.ts";
import type { ObjectStore } from "../object-store.ts";
import { s3Errors } from "../s3-errors.ts";
import { bucketArn, type S3Operation, xmlAnswer } from "../s3-request.ts";

export const bucketOperations: Readonly<Record<string, S3Operation>> = {
  CreateBucket({ authorise, bucket, headers, store, names }) {
    authorise("s3:CreateBucket", bucketArn(bucket));
    const { "x-amz-bucket-namespace": given = "global" } = headers;
    const namespace = namespaces.find((each) => each === given);
    if (namespace === undefined) throw s3Errors.invalidArgument(`x-amz-bucket-namespace: ${given}`);
    createBucket(store, bucket, namespace, names);
    return { status: 200, headers: { location: `/${bucket}` } };
  },
  HeadBucket({ authorise, bucket, store }) {
    authorise("s3:ListBucket", bucketArn(bucket));
    store.bucket(bucket);
    return { status: 200 };
  },
  DeleteBucket({ authorise, bucket, store, uploads }) {
    authorise("s3:DeleteBucket", bucketArn(bucket));
    deleteBucket(bucket, store, uploads);
    return { status: 204 };
  },
  GetBucketLocation({ authorise, bucket, store }) {
    authorise("s3:GetBucketLocation", bucketArn(bucket));
    store.bucket(bucket);
    return xmlAnswer("LocationConstraint", {});
  },
  ListBuckets({ authorise, store }) {
    authorise("s3:ListAllMyBuckets", "*");
    const buckets = [...store.buckets].sort((a, b) => (a.name < b.name ? -1 : 1));
    const Bucket = buckets.map(({ name, created }) => {
      return { Name: name, CreationDate: new Date(created).toISOString() };
    });
    return xmlAnswer("ListAllMyBucketsResult", { Owner: { ID: accountId }, Buckets: { Bucket } });
  },
};

/** Deletes a bucket with its unfinished uploads. Throws NoSuchBucket or BucketNotEmpty. */
export function deleteBucket(name: string, store: ObjectStore, uploads: MultipartUploads): void {
  store.deleteBucket(name);
  for (const upload of uploads.in(name)) uploads.remove(upload);
}
