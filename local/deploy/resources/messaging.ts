import { z } from "zod";
import { accountId } from "../../identity/principal.ts";
import { regionalArn } from "../arn.ts";
import type { Realisations } from "../deployment.ts";
import { naming, readInputs } from "../inputs.ts";

/** SQS allows 80 characters, SNS 256. */
const limits = { queue: { maxLength: 80 }, topic: { maxLength: 256 } };

const queue = z.object({ ...naming, fifoQueue: z.boolean().default(false) });
const topic = z.object({ ...naming, fifoTopic: z.boolean().default(false) });

/** SQS and SNS: declared, nothing is delivered. */
export const messaging: Realisations = {
  "aws:sqs/queue:Queue": (resource, { names, region }) => {
    const { fifoQueue, ...given } = readInputs(queue, resource);
    const name = fifo(names.of(resource, given, limits.queue), fifoQueue);
    const url = `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;
    return { id: url, outputs: { arn: regionalArn("sqs", region, name), name, url, region } };
  },
  "aws:sns/topic:Topic": (resource, { names, region }) => {
    const { fifoTopic, ...given } = readInputs(topic, resource);
    const name = fifo(names.of(resource, given, limits.topic), fifoTopic);
    const arn = regionalArn("sns", region, name);
    return { id: arn, outputs: { arn, name, owner: accountId, region } };
  },
};

function fifo(name: string, is: boolean): string {
  return is && !name.endsWith(".fifo") ? `${name}.fifo` : name;
}
