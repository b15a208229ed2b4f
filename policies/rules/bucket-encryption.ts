import type { BucketServerSideEncryptionConfigurationArgs } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration.js";
import { z } from "zod";
import { bucketsOf, settingsOf } from "../kit/buckets.ts";
import { resourceType } from "../kit/resource-types.ts";
import { stackRule } from "../kit/rule.ts";

const configuration = resourceType<BucketServerSideEncryptionConfigurationArgs>(
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
);

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionByDefault.html */
const algorithms = ["AES256", "aws:kms", "aws:kms:dsse"] as const;

export const bucketEncryption = stackRule({
  name: "bucket-encryption",
  code: "BL-P041",
  // S3 encrypts with its own keys by default. With a configuration a preview shows each change.
  title: "A bucket configures its encryption, with an accepted algorithm",
  severity: "high",
  fix: "Create a BucketServerSideEncryptionConfiguration for the bucket, as components/storage/private-bucket.ts does, with an accepted algorithm.",
  config: z.object({
    algorithms: z
      .array(z.enum(algorithms))
      .min(1)
      .default([...algorithms])
      .describe("Accepted algorithms. Without AES256 (keys of S3), a KMS key is required."),
    customerKey: z.boolean().default(false).describe("Require a customer-managed KMS key (kmsMasterKeyId)."),
  }),
  check(stack, { each, report }, { algorithms: accepted, customerKey }) {
    each(bucketsOf(stack), (bucket) => {
      const configurations = settingsOf(bucket, stack, configuration);
      if (configurations.length === 0)
        report("BucketServerSideEncryptionConfiguration", "is missing", bucket);
      each(configurations, (configuration) =>
        each(configuration.props.rules, ({ applyServerSideEncryptionByDefault: byDefault }, index) => {
          const path = `rules[${index}].applyServerSideEncryptionByDefault`;
          const algorithm = byDefault?.sseAlgorithm;
          if (!accepted.some((one) => one === algorithm))
            report(
              `${path}.sseAlgorithm`,
              `is ${algorithm ?? "missing"}; accepted: ${accepted.join(", ")}`,
              configuration,
            );
          if (customerKey && !(byDefault !== undefined && "kmsMasterKeyId" in byDefault))
            report(`${path}.kmsMasterKeyId`, "is missing", configuration);
        }),
      );
    });
  },
});
