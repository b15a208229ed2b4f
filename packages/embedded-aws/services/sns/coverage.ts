import type { Coverage } from "../../models/coverage.ts";

/** What SNS here does with the members of AWS's model. */
export const coverage: Coverage = {
  CreateTopic: { refused: ["DataProtectionPolicy"] },
  DeleteTopic: {},
  ListTopics: {},
  ListTagsForResource: {},
  TagResource: {},
  UntagResource: {},
  Subscribe: { ignored: { ReturnSubscriptionArn: "subscriptions need no confirmation here" } },
  Unsubscribe: {},
  ListSubscriptions: {},
  ListSubscriptionsByTopic: {},
  GetSubscriptionAttributes: {},
  SetSubscriptionAttributes: {},
  Publish: {
    refused: ["PhoneNumber"],
    ignored: { MessageGroupId: "nobody sees the groups of a topic that is not FIFO" },
  },
};
