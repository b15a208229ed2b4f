import { z } from "zod";
import { accountId } from "../../host/identity/principal.ts";
import { regionalArn } from "../../providers/arn.ts";
import { json, named, readInputs, tags } from "../../providers/inputs.ts";
import { uuid } from "../../providers/physical-id.ts";
import { resourcePolicy } from "../../providers/resource-policy.ts";
import type { ResourceTypes } from "../../providers/resource-type.ts";
import { deliveredProtocols } from "./endpoint.ts";
import type { Sns } from "./sns.ts";
import type { SubscriptionAttributes } from "./subscription.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
const naming = { maxLength: 256, pattern: /^[\w-]+(\.fifo)?$/, fifoInput: "fifoTopic" };

const topic = z.object({
  ...named,
  fifoTopic: z.literal(false, "FIFO topics are not in the embedded AWS").optional(),
  tags,
});
const subscription = z.object({
  ...{ topic: z.string(), protocol: z.string(), endpoint: z.string() },
  filterPolicy: json.optional(),
  filterPolicyScope: z.string().optional(),
  rawMessageDelivery: z.boolean().optional(),
});

/** As SNS names them. */
function attributesOf(given: z.output<typeof subscription>): SubscriptionAttributes {
  const { filterPolicy, filterPolicyScope, rawMessageDelivery } = given;
  return {
    ...(filterPolicy !== undefined && { FilterPolicy: filterPolicy }),
    ...(filterPolicyScope !== undefined && { FilterPolicyScope: filterPolicyScope }),
    ...(rawMessageDelivery && { RawMessageDelivery: "true" }),
  };
}

/** What the provider does not send if the program leaves it out. */
const settable = ["FilterPolicyScope", "FilterPolicy", "RawMessageDelivery"] as const;

const withoutEffect = ["deliveryPolicy", "redrivePolicy", "replayPolicy", "subscriptionRoleArn"];

export const resources: ResourceTypes<Sns> = {
  "aws:sns/topic:Topic": {
    naming,
    inputs: topic,
    create(resource, { region, service: sns }) {
      const { name, tags } = readInputs(topic, resource);
      sns?.createTopic(name, tags);
      const arn = regionalArn("sns", region, name);
      return { id: arn, outputs: describeTopic(arn, region) };
    },
    update(resource, { id }, { region, service: sns }) {
      const { tags = {} } = readInputs(topic, resource);
      const present = sns?.tagsOf(id) ?? {};
      for (const key of Object.keys(present)) delete present[key];
      Object.assign(present, tags);
      return { id, outputs: describeTopic(id, region) };
    },
    delete: ({ id }, { service: sns }) => sns?.deleteTopic(id),
    exists: ({ id }, { service: sns }) => sns?.topicArns.includes(id),
  },
  "aws:sns/topicSubscription:TopicSubscription": {
    inputs: subscription,
    create(resource, { digits, service: sns, warn }) {
      const given = readInputs(subscription, resource);
      const { topic: topicArn, protocol, endpoint } = given;
      const attributes = attributesOf(given);
      const arn =
        sns?.subscribe(topicArn, protocol, endpoint, { attributes }) ?? `${topicArn}:${uuid(digits)}`;
      if (!deliveredProtocols.includes(protocol))
        warn(
          resource,
          `the embedded AWS delivers to functions, queues and mailboxes, so ${endpoint} gets nothing`,
        );
      for (const input of withoutEffect.filter((each) => resource.inputs[each] !== undefined))
        warn(resource, `${input} has no effect in the embedded AWS`);
      return { id: arn, outputs: describeSubscription(arn) };
    },
    update(resource, { id }, { service: sns }) {
      const attributes = attributesOf(readInputs(subscription, resource));
      const subscribed = sns?.subscription(id);
      for (const name of settable)
        if (attributes[name] !== subscribed?.attributes[name]) subscribed?.set(name, attributes[name] ?? "");
      return { id, outputs: describeSubscription(id) };
    },
    delete: ({ id }, { service: sns }) => sns?.unsubscribe(id),
    exists: ({ id, inputs }, { service: sns }) =>
      sns?.topicArns.includes(String(inputs.topic)) &&
      sns.subscriptionsOf(String(inputs.topic)).some(({ arn }) => arn === id),
    restore({ id, inputs }, { service: sns }) {
      const given = readInputs(subscription, { inputs });
      const { topic: topicArn, protocol, endpoint } = given;
      sns?.subscribe(topicArn, protocol, endpoint, { attributes: attributesOf(given), arn: id });
    },
  },
  "aws:sns/topicPolicy:TopicPolicy": resourcePolicy("arn"),
};

function describeTopic(arn: string, region: string) {
  return { arn, name: arn.slice(arn.lastIndexOf(":") + 1), owner: accountId, region };
}

function describeSubscription(arn: string) {
  return { arn, ownerId: accountId };
}
