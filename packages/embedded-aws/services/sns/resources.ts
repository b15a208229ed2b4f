import { z } from "zod";
import { accountId } from "../../host/identity/principal.ts";
import { regionalArn } from "../../providers/arn.ts";
import type { Realisations } from "../../providers/deployment.ts";
import { naming, readInputs } from "../../providers/inputs.ts";

/** SQS allows 80 characters, SNS 256. */
const limits = { queue: { maxLength: 80 }, topic: { maxLength: 256 } };

const queue = z.object({ ...naming, fifoQueue: z.boolean().default(false) });
const topic = z.object({ ...naming, fifoTopic: z.boolean().default(false) });

const subscription = z.object({ topic: z.string(), protocol: z.string(), endpoint: z.string() });

/** SNS, and SQS, of which queues are declared only: nothing is delivered to them. */
export const messaging: Realisations = {
  "aws:sqs/queue:Queue": (resource, { names, region }) => {
    const { fifoQueue, ...given } = readInputs(queue, resource);
    const name = fifo(names.of(resource, given, limits.queue), fifoQueue);
    const url = `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;
    return { id: url, outputs: { arn: regionalArn("sqs", region, name), name, url, region } };
  },
  "aws:sns/topic:Topic": (resource, { names, region, sns }) => {
    const { fifoTopic, ...given } = readInputs(topic, resource);
    const name = fifo(names.of(resource, given, limits.topic), fifoTopic);
    const arn = sns.createTopic(name);
    return { id: arn, outputs: { arn, name, owner: accountId, region } };
  },
  "aws:sns/topicSubscription:TopicSubscription": (resource, { sns, warn }) => {
    const { topic: topicArn, protocol, endpoint } = readInputs(subscription, resource);
    const arn = sns.subscribe(topicArn, protocol, endpoint);
    if (protocol !== "lambda" && protocol !== "email") {
      warn(resource, `the embedded AWS delivers to functions and mailboxes, so ${endpoint} gets nothing`);
    }
    return { id: arn, outputs: { arn, ownerId: accountId } };
  },
};

function fifo(name: string, is: boolean): string {
  return is && !name.endsWith(".fifo") ? `${name}.fifo` : name;
}
