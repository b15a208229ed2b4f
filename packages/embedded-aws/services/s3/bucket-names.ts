import { AwsError } from "../../host/gateway/aws-error.ts";
import { accountId } from "../../host/identity/principal.ts";
import { checkLocation, locationOf } from "./locations.ts";
import type { ObjectStore } from "./object-store.ts";
import { s3Errors } from "./s3-errors.ts";
import type { Tag } from "./stored-object.ts";

/** Where a bucket's name has to be unique: among all of AWS, or in the account's own namespace of a region. */
export const namespaces = ["global", "account-regional"] as const;
export type BucketNamespace = (typeof namespaces)[number];

/** Who else may have a bucket. */
export interface BucketNames {
  readonly region: string;
  /** Whether another account has the bucket of this name. */
  readonly isOthers: (name: string) => boolean;
}

interface NewBucket extends BucketNames {
  /** What the request says. @default the region itself */
  readonly location?: string | undefined;
  /** @default none */
  readonly tags?: readonly Tag[];
}

/**
 * Creates a bucket. Throws InvalidBucketName, BucketAlreadyOwnedByYou, BucketAlreadyExists, or an error of the location or the
 * namespace.
 */
export function createBucket(
  store: ObjectStore,
  name: string,
  namespace: BucketNamespace,
  { region, isOthers, location = locationOf(region), tags = [] }: NewBucket,
): void {
  checkBucketName(name, namespace, region);
  checkLocation(location, region);
  if (store.hasBucket(name)) throw s3Errors.bucketIsYours(name);
  if (namespace === "global" && isOthers(name)) throw s3Errors.bucketIsTaken(name);
  store.createBucket(name, tags);
}

/**
 * Throws what CreateBucket answers to a name that it does not allow in this namespace.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, and for the codes
 * https://github.com/ansible-collections/amazon.aws/issues/2935 and https://github.com/getmoto/moto/pull/9871
 */
function checkBucketName(name: string, namespace: BucketNamespace, region: string): void {
  const valid =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !/\.\.|^\d+(\.\d+){3}$|^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(
      name,
    );
  if (!valid) throw s3Errors.invalidBucketName(name);
  const [, account, place] = /-(\d{12})-([a-z]{2}(?:-[a-z]+)+-\d)-an$/.exec(name) ?? [];
  if (account === undefined) {
    if (namespace === "account-regional")
      throw new AwsError("InvalidNamespaceHeader", withoutSuffix(`-${accountId}-${region}-an`));
    if (name.endsWith("-an")) throw s3Errors.invalidBucketName(name);
    return;
  }
  if (namespace === "global") throw new AwsError("MissingNamespaceHeader", withoutHeader);
  if (account !== accountId)
    throw new AwsError("InvalidBucketNamespace", foreign("AWS Account ID", account, accountId));
  if (place !== region) throw new AwsError("InvalidBucketNamespace", foreign("region", place, region));
}

const withoutHeader =
  "The requested bucket is an account-regional namespace bucket, but your request is missing the required x-amz-bucket-namespace header.";

const withoutSuffix = (suffix: string) =>
  "The requested bucket name did not include the account-regional namespace suffix, but the provided x-amz-bucket-namespace header value is account-regional. " +
  `Specify ${suffix} as the bucket name suffix to create a bucket in your account-regional namespace, or remove the header.`;

const foreign = (what: string, got: string | undefined, own: string) =>
  `The requested bucket is an account-regional namespace bucket, but the requested ${what} '${got}' does not match the caller's ${what} '${own}'.`;
