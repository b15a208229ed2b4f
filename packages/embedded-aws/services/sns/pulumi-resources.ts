import { z } from "zod";
import { accountId } from "../../host/identity/principal.ts";
import { regionalArn } from "../../providers/arn.ts";
import { settingOf } from "../../providers/declared-only.ts";
import { fifoName, naming, readInputs } from "../../providers/inputs.ts";
import { uuidOf } from "../../providers/physical-name.ts";
import type { ResourceTypes } from "../../providers/resource-type.ts";
import type { Sns } from "./sns.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
const topicName = { maxLength: 256 };

const topic = z.object({ ...naming, fifoTopic: z.boolean().default(false) });
const subscription = z.object({ topic: z.string(), protocol: z.string(), endpoint: z.string() });

export const resources: ResourceTypes<Sns> = {
  "aws:sns/topic:Topic": {
    create(resource, { names, region, service: sns }) {
      const { fifoTopic, ...given } = readInputs(topic, resource);
      const name = fifoName(names.of(resource, given, topicName), fifoTopic);
      sns?.createTopic(name);
      const arn = regionalArn("sns", region, name);
      return { id: arn, outputs: { arn, name, owner: accountId, region } };
    },
  },
  "aws:sns/topicSubscription:TopicSubscription": {
    create(resource, { service: sns, warn }) {
      const { topic: topicArn, protocol, endpoint } = readInputs(subscription, resource);
      const arn = sns?.subscribe(topicArn, protocol, endpoint) ?? `${topicArn}:${uuidOf(resource)}`;
      if (protocol !== "lambda" && protocol !== "email")
        warn(resource, `the embedded AWS delivers to functions and mailboxes, so ${endpoint} gets nothing`);
      return { id: arn, outputs: { arn, ownerId: accountId } };
    },
  },
  "aws:sns/topicPolicy:TopicPolicy": settingOf("arn"),
};
