import * as s3 from "@pulumi/aws/s3/index.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { ComponentResource, interpolate } from "@pulumi/pulumi";
import { policyDocument } from "../policy-document.ts";

export interface PrivateBucketArgs {
  /** The physical name, if others rely on it. @default generated from the component's name */
  readonly bucketName?: string;
  /** Let `pulumi destroy` delete the bucket with its content. false: it is protected. */
  readonly removable: boolean;
  /** Prefixes whose objects are deleted after a number of days. @default none @example [{ prefix: "runs/", days: 90 }] */
  readonly expire?: readonly { readonly prefix: string; readonly days: number }[];
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
    const parent = { parent: this };
    this.bucket = new s3.Bucket(
      name,
      {
        ...(args.bucketName !== undefined && { bucket: args.bucketName }),
        forceDestroy: args.removable,
        ...(args.tags !== undefined && { tags: args.tags }),
      },
      { ...parent, protect: !args.removable },
    );
    const bucket = this.bucket.bucket;
    const ownership = new s3.BucketOwnershipControls(
      name,
      { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
      parent,
    );
    const privacy = new s3.BucketPublicAccessBlock(
      name,
      {
        bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      parent,
    );
    new s3.BucketServerSideEncryptionConfiguration(
      name,
      { bucket, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
      parent,
    );
    new s3.BucketLifecycleConfiguration(
      name,
      { bucket, rules: [abandonedUploads, ...(args.expire ?? []).map(expiry)] },
      parent,
    );
    this.policy = new s3.BucketPolicy(
      name,
      {
        bucket,
        policy: policyDocument({
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [this.bucket.arn, interpolate`${this.bucket.arn}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        }),
      },
      // S3 rejects two simultaneous changes of a bucket's access (OperationAborted).
      { ...parent, dependsOn: [ownership, privacy] },
    );
    this.registerOutputs({ bucket, arn: this.bucket.arn });
  }
}

const abandonedUploads = {
  id: "abandoned-uploads",
  status: "Enabled",
  filter: { prefix: "" },
  abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
};

function expiry({ prefix, days }: { readonly prefix: string; readonly days: number }) {
  return {
    id: `expire-${prefix.replaceAll("/", "")}`,
    status: "Enabled",
    filter: { prefix },
    expiration: { days },
  };
}
