import type { BucketPublicAccessBlockArgs } from "@pulumi/aws/s3/bucketPublicAccessBlock.js";
import { z } from "zod";
import { bucketsOf, settingsOf } from "../kit/buckets.ts";
import { resourceType } from "../kit/resource-types.ts";
import { stackRule } from "../kit/rule.ts";

const publicAccessBlock = resourceType<BucketPublicAccessBlockArgs>(
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
);

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
const settings = [
  "blockPublicAcls",
  "blockPublicPolicy",
  "ignorePublicAcls",
  "restrictPublicBuckets",
] as const;

export const bucketPublicAccessBlock = stackRule({
  name: "bucket-public-access-block",
  code: "BL-P045",
  title: "A bucket can never be public: all four settings of its public access block are on",
  severity: "critical",
  enforcement: "mandatory",
  remediation:
    "Give the bucket a BucketPublicAccessBlock with blockPublicAcls, blockPublicPolicy, ignorePublicAcls and restrictPublicBuckets, as components/storage/private-bucket.ts does.",
  config: z.object({}),
  check(stack, { each, apart, report }) {
    each(bucketsOf(stack), (bucket) => {
      const blocks = settingsOf(bucket, stack, publicAccessBlock);
      if (blocks.length === 0) report("has no BucketPublicAccessBlock", bucket);
      each(blocks, (block) => {
        for (const setting of settings)
          apart(() => {
            if (block.props[setting] !== true) report(`${setting} is not true`, block);
          });
      });
    });
  },
});
