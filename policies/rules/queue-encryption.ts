import type { QueueArgs } from "@pulumi/aws/sqs/queue.js";
import { z } from "zod";
import { resourceType } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

const queue = resourceType<QueueArgs>("aws:sqs/queue:Queue");

export const queueEncryption = resourceRule({
  name: "queue-encryption",
  code: "BL-P044",
  title: "An SQS queue sets its encryption, with keys of SQS or KMS",
  severity: "medium",
  fix: "Set sqsManagedSseEnabled: true, or kmsMasterKeyId.",
  config: z.object({ kms: z.boolean().default(false).describe("Require a KMS key (kmsMasterKeyId).") }),
  checks: ({ kms }) =>
    on(queue, ({ props }, { report }) => {
      if ("kmsMasterKeyId" in props) return;
      if (kms) report("kmsMasterKeyId", "is missing");
      else if (props.sqsManagedSseEnabled !== true)
        report("sqsManagedSseEnabled", "and kmsMasterKeyId are not set");
    }),
});
