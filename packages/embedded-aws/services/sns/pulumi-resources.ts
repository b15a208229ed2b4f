import { z } from "zod";
import { accountId } from "../../host/identity/principal.ts";
import { regionalArn } from "../../providers/arn.ts";
import { named, readInputs } from "../../providers/inputs.ts";
import { uuid } from "../../providers/physical-id.ts";
import { resourcePolicy } from "../../providers/resource-policy.ts";
import type { ResourceTypes } from "../../providers/resource-type.ts";
import type { Sns } from "./sns.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
const naming = { maxLength: 256, pattern: /^[\w-]+(\.fifo)?$/, fifoInput: "fifoTopic" };

const topic = z.object(named);
const subscription = z.object({ topic: z.string(), protocol: z.string(), endpoint: z.string() });

export const resources: ResourceTypes<Sns> = {
  "aws:sns/topic:Topic": {
    naming,
    inputs: topic,
    create(resource, { region, service: sns }) {
      const { name } = readInputs(topic, resource);
      sns?.createTopic(name);
      const arn = regionalArn("sns", region, name);
      return { id: arn, outputs: describeTopic(arn, region) };
    },
    update: (_, { id }, { region }) => ({ id, outputs: describeTopic(id, region) }),
    delete: ({ id }, { service: sns }) => sns?.deleteTopic(id),
    exists: ({ id }, { service: sns }) => sns?.topicArns.includes(id),
  },
  "aws:sns/topicSubscription:TopicSubscription": {
    inputs: subscription,
    create(resource, { digits, service: sns, warn }) {
      const { topic: topicArn, protocol, endpoint } = readInputs(subscription, resource);
      const arn = sns?.subscribe(topicArn, protocol, endpoint) ?? `${topicArn}:${uuid(digits)}`;
      if (protocol !== "lambda" && protocol !== "email")
        warn(resource, `the embedded AWS delivers to functions and mailboxes, so ${endpoint} gets nothing`);
      return { id: arn, outputs: describeSubscription(arn) };
    },
    update: (_, { id }) => ({ id, outputs: describeSubscription(id) }),
    delete: ({ id }, { service: sns }) => sns?.unsubscribe(id),
    exists: ({ id, inputs }, { service: sns }) =>
      sns?.topicArns.includes(String(inputs.topic)) &&
      sns.subscriptionsOf(String(inputs.topic)).some(({ arn }) => arn === id),
    restore({ id, inputs }, { service: sns }) {
      const { topic: topicArn, protocol, endpoint } = readInputs(subscription, { inputs });
      sns?.subscribe(topicArn, protocol, endpoint, id);
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
