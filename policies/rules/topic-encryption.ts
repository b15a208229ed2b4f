import type { TopicArgs } from "@pulumi/aws/sns/topic.js";
import { z } from "zod";
import { resourceType } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

const topic = resourceType<TopicArgs>("aws:sns/topic:Topic");

/** Its policy cannot be changed, so alarms and events may not use it. */
const awsManagedKey = /(^|:)alias\/aws\/sns$/;

export const topicEncryption = resourceRule({
  name: "topic-encryption",
  code: "BL-P043",
  title: "An SNS topic is encrypted with a customer-managed KMS key",
  severity: "medium",
  // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
  fix: "Set kmsMasterKeyId to a key whose policy allows the publishers, for example cloudwatch.amazonaws.com and events.amazonaws.com (components/operations/topic-key.ts).",
  config: z.object({
    awsManagedKey: z
      .boolean()
      .default(false)
      .describe(
        "Accept alias/aws/sns. CloudWatch alarms and EventBridge cannot publish to a topic encrypted with it.",
      ),
  }),
  checks: ({ awsManagedKey: accepted }) =>
    on(topic, ({ props }, { report }) => {
      if (!("kmsMasterKeyId" in props)) report("kmsMasterKeyId", "is missing");
      else if (!accepted && props.kmsMasterKeyId?.match(awsManagedKey))
        report(
          "kmsMasterKeyId",
          "is alias/aws/sns: CloudWatch alarms and EventBridge cannot publish to the topic",
        );
    }),
});
