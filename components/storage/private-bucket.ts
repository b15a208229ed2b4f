import * as s3 from "@pulumi/aws/s3/index.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { ComponentResource, interpolate } from "@pulumi/pulumi";
import { policyDocument } from "../policy-document.ts";

interface PrivateBucketArgs {
  /**
   * The physical name, in the account's own namespace. A bucket that exists keeps the name that it has.
   * @default generated from the component's name @example "shop-reports-123456789012-eu-central-1-an"
   */
  readonly bucketName?: Input<string>;
  /** Let Pulumi delete the bucket with its content. false: it is protected. @example true */
  readonly removable: boolean;
  /**
   * A bucket that is not removable stays in AWS with all its settings when the program no longer has it, and Pulumi forgets it.
   * @default false: it is protected, so Pulumi refuses @example true
   */
  readonly outlives?: boolean;
  /** Prefixes whose objects are deleted after a number of days. @default none @example [{ prefix: "runs/", days: 90 }] */
  readonly expire?: readonly { readonly prefix: string; readonly days: number }[];
  /** Days for which overwritten and deleted objects can be restored. @default they are lost at once @example 30 */
  readonly restorableDays?: number;
  /** @example { tenant: "acme" } */
  readonly tags?: Readonly<Record<string, Input<string>>>;
}

/**
 * A bucket that is encrypted, never public, owned by the account, and available over TLS only.
 * @example new PrivateBucket("reports", { removable: false, expire: [{ prefix: "runs/", days: 90 }] });
 */
export class PrivateBucket extends ComponentResource {
  readonly bucket: s3.Bucket;
  readonly policy: s3.BucketPolicy;

  constructor(name: string, args: PrivateBucketArgs, options?: ComponentResourceOptions) {
    super("batchline:storage:PrivateBucket", name, {}, options);
    const { bucketName, removable, outlives = false, expire = [], restorableDays, tags } = args;
    const retainOnDelete = outlives && !removable;
    const parent = { parent: this, retainOnDelete };
    const named = bucketName === undefined ? {} : { bucket: bucketName, bucketNamespace: "account-regional" };
    const own = { ...named, forceDestroy: removable, tags };
    const kept = { protect: !removable && !outlives, ignoreChanges: Object.keys(named) };
    this.bucket = new s3.Bucket(name, own, { ...parent, ...kept });
    const { bucket, arn } = this.bucket;
    const rule = { objectOwnership: "BucketOwnerEnforced" };
    const ownership = new s3.BucketOwnershipControls(name, { bucket, rule }, parent);
    const privacy = new s3.BucketPublicAccessBlock(name, { bucket, ...nothingPublic }, parent);
    const encryption = { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } };
    new s3.BucketServerSideEncryptionConfiguration(name, { bucket, rules: [encryption] }, parent);
    const versions =
      restorableDays === undefined
        ? []
        : [new s3.BucketVersioning(name, { bucket, versioningConfiguration: { status: "Enabled" } }, parent)];
    const old = restorableDays === undefined ? [] : [oldVersions(restorableDays)];
    const rules = [abandonedUploads, ...expire.map(expiry), ...old];
    new s3.BucketLifecycleConfiguration(name, { bucket, rules }, { ...parent, dependsOn: versions });
    const policy = policyDocument({
      ...{ Sid: "TlsOnly", Effect: "Deny", Principal: "*", Action: "s3:*" },
      Resource: [arn, interpolate`${arn}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
    // S3 rejects two simultaneous changes of a bucket's access (OperationAborted).
    const afterwards = { ...parent, dependsOn: [ownership, privacy] };
    this.policy = new s3.BucketPolicy(name, { bucket, policy }, afterwards);
    this.registerOutputs({ bucket, arn });
  }
}

const nothingPublic = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};

const abandonedUploads = {
  id: "abandoned-uploads",
  status: "Enabled",
  filter: { prefix: "" },
  abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
};

function expiry({ prefix, days }: { readonly prefix: string; readonly days: number }) {
  const id = `expire-${prefix.replaceAll("/", "")}`;
  return { id, status: "Enabled", filter: { prefix }, expiration: { days } };
}

/** Also removes the marks of deleted objects that have no versions left. */
function oldVersions(days: number) {
  return {
    id: "old-versions",
    status: "Enabled",
    filter: { prefix: "" },
    noncurrentVersionExpiration: { noncurrentDays: days },
    expiration: { expiredObjectDeleteMarker: true },
  };
}
