import type { GatewayResponse } from "../../../host/gateway/service.ts";
import type { Bucket } from "../bucket.ts";
import { createBucket, namespaces } from "../bucket-names.ts";
import { firstRegion, locationOf } from "../locations.ts";
import type { MultipartUploads } from "../multipart-uploads.ts";
import type { ObjectStore } from "../object-store.ts";
import { owner } from "../owner.ts";
import { s3Errors } from "../s3-errors.ts";
import { bucketArn, count, parameter, type S3Operation, type S3Request, xmlAnswer } from "../s3-request.ts";
import { tagsOf } from "../tags.ts";
import { timestamp } from "../timestamp.ts";
import { checkNewAccessControl } from "../write-headers.ts";
import { childOf, parseXml } from "../xml-request.ts";

export const bucketOperations: Readonly<Record<string, S3Operation>> = {
  CreateBucket: create,
  HeadBucket({ authorise, bucket, store, names }) {
    authorise("s3:ListBucket", bucketArn(bucket));
    store.bucket(bucket);
    const headers = {
      "content-type": "application/xml",
      "x-amz-bucket-arn": bucketArn(bucket),
      "x-amz-bucket-region": names.region,
      "x-amz-access-point-alias": "false",
    };
    return { status: 200, headers };
  },
  DeleteBucket({ authorise, bucket, store, uploads }) {
    authorise("s3:DeleteBucket", bucketArn(bucket));
    deleteBucket(bucket, store, uploads);
    return { status: 204 };
  },
  GetBucketLocation({ authorise, bucket, store, names }) {
    authorise("s3:GetBucketLocation", bucketArn(bucket));
    store.bucket(bucket);
    return xmlAnswer("LocationConstraint", locationOf(names.region));
  },
  GetBucketVersioning({ authorise, bucket, store }) {
    authorise("s3:GetBucketVersioning", bucketArn(bucket));
    store.bucket(bucket);
    return xmlAnswer("VersioningConfiguration", {});
  },
  ListBuckets: list,
};

async function create(request: S3Request): Promise<GatewayResponse> {
  const { authorise, bucket, headers, store, names } = request;
  authorise("s3:CreateBucket", bucketArn(bucket));
  const { "x-amz-bucket-namespace": given = "global" } = headers;
  const namespace = namespaces.find((each) => each === given);
  if (namespace === undefined)
    throw s3Errors.invalidArgument(`x-amz-bucket-namespace: ${given}`, "x-amz-bucket-namespace", given);
  checkNewAccessControl(headers);
  const configuration =
    request.body.length === 0 ? undefined : await parseXml(request.body, "CreateBucketConfiguration");
  for (const name of ["Location", "Bucket"])
    if (childOf(configuration, name) !== undefined)
      throw s3Errors.notEmulated("CreateBucket", `CreateBucketConfiguration.${name} is not emulated`);
  const tags = tagsOf(childOf(configuration, "Tags"), "new bucket");
  const location = childOf(configuration, "LocationConstraint")?.text ?? "";
  // In us-east-1 a bucket of one's own may be created again, without tags.
  const again =
    names.region === firstRegion && tags.length === 0 && location === "" && store.hasBucket(bucket);
  if (!again) createBucket(store, bucket, namespace, { ...names, location, tags });
  return { status: 200, headers: { location: `/${bucket}`, "x-amz-bucket-arn": bucketArn(bucket) } };
}

/** Most buckets of a page, and the most that an account may have. */
const maxBuckets = 10_000;

function list({ authorise, query, store, names }: S3Request): GatewayResponse {
  authorise("s3:ListAllMyBuckets", "*");
  const prefix = parameter(query, "prefix");
  const token = parameter(query, "continuation-token");
  const most = count(query, "max-buckets", maxBuckets);
  const region = query.get("bucket-region");
  if (most === 0)
    throw s3Errors.invalidArgument(
      "Argument max-buckets must be an integer between 1 and 10000",
      "max-buckets",
      "0",
    );
  const after = Buffer.from(token, "base64url").toString();
  const all = [...store.buckets].sort((a, b) => (a.name < b.name ? -1 : 1));
  const found = all.filter(
    ({ name }) => name.startsWith(prefix) && name > after && (region === null || region === names.region),
  );
  const page = found.slice(0, most);
  const more = ["prefix", "continuation-token", "max-buckets", "bucket-region"].some((name) =>
    query.has(name),
  );
  return xmlAnswer("ListAllMyBucketsResult", {
    Owner: owner,
    Buckets: { Bucket: page.map((bucket) => describe(bucket, more ? names.region : undefined)) },
    Prefix: query.has("prefix") ? prefix : undefined,
    ContinuationToken:
      found.length > page.length ? Buffer.from(String(page.at(-1)?.name)).toString("base64url") : undefined,
  });
}

/** `region`: if the request has parameters, S3 says more of each bucket. */
function describe({ name, created }: Bucket, region: string | undefined) {
  return {
    Name: name,
    CreationDate: timestamp(created),
    BucketRegion: region,
    BucketArn: region && bucketArn(name),
  };
}

/** Deletes a bucket with its unfinished uploads. Throws NoSuchBucket or BucketNotEmpty. */
export function deleteBucket(name: string, store: ObjectStore, uploads: MultipartUploads): void {
  store.deleteBucket(name);
  for (const upload of uploads.in(name)) uploads.remove(upload);
}
