import { Key } from "@pulumi/aws/kms/key.js";
import { type Input, interpolate, type Resource } from "@pulumi/pulumi";
import { policyDocument, type Statement } from "../policy-document.ts";

/** A service of AWS that publishes to the topic, and under which condition. */
export interface Publisher extends Pick<Statement, "Condition"> {
  /** @example "budgets.amazonaws.com" */
  readonly service: string;
}

/** AWS Budgets, for this account's budgets. https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html */
export function budgetsService(accountId: Input<string>): Publisher {
  return {
    service: "budgets.amazonaws.com",
    Condition: {
      StringEquals: { "aws:SourceAccount": accountId },
      ArnLike: { "aws:SourceArn": interpolate`arn:aws:budgets::${accountId}:*` },
    },
  };
}

/**
 * The KMS key of a topic for alarms and events. CloudWatch and EventBridge may not use AWS's key alias/aws/sns, and
 * their messages would be lost silently. Costs about $1 a month, and one request for each five minutes with a message.
 * @param publishers Others that publish to the topic.
 */
export function topicKey(
  name: string,
  accountId: Input<string>,
  publishers: readonly Publisher[],
  parent: Resource,
): Key {
  return new Key(
    name,
    {
      description: "Messages of the topic that alarms are published to",
      enableKeyRotation: true,
      deletionWindowInDays: 7,
      policy: keyPolicy(accountId, publishers),
    },
    { parent },
  );
}

/** In the policy of a key, `*` is that key. https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
function keyPolicy(accountId: Input<string>, publishers: readonly Publisher[]) {
  const encrypt = {
    Effect: "Allow",
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    Resource: "*",
  } as const;
  const account = { AWS: interpolate`arn:aws:iam::${accountId}:root` };
  const Condition = { StringEquals: { "aws:SourceAccount": accountId } };
  return policyDocument(
    // Without it nobody, not even the account, could change or delete the key.
    { Sid: "Account", Effect: "Allow", Principal: account, Action: "kms:*", Resource: "*" },
    { ...encrypt, Sid: "Alarms", Principal: { Service: "cloudwatch.amazonaws.com" }, Condition },
    // SNS supports no source condition for EventBridge. The topic's policy limits who publishes.
    { ...encrypt, Sid: "Events", Principal: { Service: "events.amazonaws.com" } },
    ...publishers.map(({ service: Service, ...conditions }) => ({
      ...{ ...encrypt, Principal: { Service }, ...conditions },
    })),
  );
}
