import type { QueryOperation } from "../../host/gateway/protocols/query.ts";
import { accountId } from "../../host/identity/principal.ts";
import { pageOf } from "./page.ts";
import type { Sns } from "./sns.ts";
import type { Subscription } from "./subscription.ts";

/** Operations on subscriptions, other than Subscribe. */
export function subscriptionOperations(sns: Sns): Readonly<Record<string, QueryOperation>> {
  return {
    Unsubscribe: (parameters, call) => {
      call.authorise("sns:Unsubscribe", "*");
      sns.unsubscribe(parameters.required("SubscriptionArn"));
      return {};
    },
    ListSubscriptions: (parameters, call) => {
      call.authorise("sns:ListSubscriptions", "*");
      const all = sns.topicArns.flatMap((topicArn) => sns.subscriptionsOf(topicArn));
      const { items, next } = pageOf(all, parameters.optional("NextToken"));
      return { Subscriptions: { member: items.map(described) }, ...next };
    },
    ListSubscriptionsByTopic: (parameters, call) => {
      const topicArn = parameters.required("TopicArn");
      call.authorise("sns:ListSubscriptionsByTopic", topicArn);
      const { items, next } = pageOf(sns.subscriptionsOf(topicArn), parameters.optional("NextToken"));
      return { Subscriptions: { member: items.map(described) }, ...next };
    },
    GetSubscriptionAttributes: (parameters, call) => {
      const arn = parameters.required("SubscriptionArn");
      call.authorise("sns:GetSubscriptionAttributes", "*");
      const subscription = sns.subscription(arn);
      const { attributes, isRaw } = subscription;
      const scope = attributes.FilterPolicy === undefined ? {} : { FilterPolicyScope: "MessageAttributes" };
      const all = {
        ...described(subscription),
        ...{ PendingConfirmation: "false", ConfirmationWasAuthenticated: "true" },
        ...scope,
        ...attributes,
        RawMessageDelivery: String(isRaw),
      };
      return { Attributes: { entry: Object.entries(all).map(([key, value]) => ({ key, value })) } };
    },
    SetSubscriptionAttributes: (parameters, call) => {
      const arn = parameters.required("SubscriptionArn");
      call.authorise("sns:SetSubscriptionAttributes", "*");
      sns
        .subscription(arn)
        .set(parameters.required("AttributeName"), parameters.optional("AttributeValue") ?? "");
      return {};
    },
  };
}

function described({ arn, topicArn, protocol, endpoint }: Subscription) {
  return {
    SubscriptionArn: arn,
    ...{ Owner: accountId, Protocol: protocol, Endpoint: endpoint, TopicArn: topicArn },
  };
}
