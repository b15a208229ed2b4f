import type { BucketPublicAccessBlockArgs } from "@pulumi/aws/s3/bucketPublicAccessBlock.js";
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
  title: "A bucket cannot become public: its public access block has all four settings on",
  severity: "critical",
  fix: "Create a BucketPublicAccessBlock for the bucket with blockPublicAcls, blockPublicPolicy, ignorePublicAcls and restrictPublicBuckets, as components/storage/private-bucket.ts does.",
  check(stack, { each, separately, report }) {
    each(bucketsOf(stack), (bucket) => {
      const blocks = settingsOf(bucket, stack, publicAccessBlock);
      if (blocks.length === 0) report("BucketPublicAccessBlock", "is missing", bucket);
      each(blocks, (block) => {
        for (const setting of settings)
          separately(() => {
            if (block.props[setting] !== true) report(setting, "is not true", block);
          });
      });
    });
  },
});
