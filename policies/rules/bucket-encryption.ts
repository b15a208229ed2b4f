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
  // S3 encrypts with keys of its own where nothing is said; a configuration keeps someone from changing that unseen.
  title: "A bucket says how its objects are encrypted, by an algorithm that the stack accepts",
  severity: "high",
  enforcement: "mandatory",
  remediation:
    "Give the bucket a BucketServerSideEncryptionConfiguration, as components/storage/private-bucket.ts does, with one of the accepted algorithms.",
  config: z.object({
    algorithms: z
      .array(z.enum(algorithms))
      .min(1)
      .default([...algorithms])
      .describe("Accepted algorithms. Without AES256, which is with keys of S3, a KMS key is demanded."),
    customerKey: z.boolean().default(false).describe("Demand a KMS key of our own (kmsMasterKeyId)."),
  }),
  check(stack, { each, report }, { algorithms: accepted, customerKey }) {
    each(bucketsOf(stack), (bucket) => {
      const configurations = settingsOf(bucket, stack, configuration);
      if (configurations.length === 0) report("has no BucketServerSideEncryptionConfiguration", bucket);
      each(configurations, (configuration) =>
        each(configuration.props.rules, ({ applyServerSideEncryptionByDefault: byDefault }, index) => {
          const path = `rules[${index}].applyServerSideEncryptionByDefault`;
          const algorithm = byDefault?.sseAlgorithm;
          if (!accepted.some((one) => one === algorithm))
            report(
              `${path}.sseAlgorithm is ${algorithm ?? "missing"}; accepted: ${accepted.join(", ")}`,
              configuration,
            );
          if (customerKey && !(byDefault !== undefined && "kmsMasterKeyId" in byDefault))
            report(`${path}.kmsMasterKeyId is missing`, configuration);
        }),
      );
    });
  },
});
