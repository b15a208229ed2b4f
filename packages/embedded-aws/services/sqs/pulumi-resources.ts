import { z } from "zod";
import { accountId } from "../../host/identity/principal.ts";
import { regionalArn } from "../../providers/arn.ts";
import { json, nameOf, readInputs } from "../../providers/inputs.ts";
import type { ResourceType, ResourceTypes } from "../../providers/resource-type.ts";
import { unlessGone } from "../../providers/unless-gone.ts";
import type { Sqs } from "./sqs.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
const naming = { maxLength: 80, pattern: /^[\w-]+(\.fifo)?$/, fifoInput: "fifoQueue" };

const queuePolicy = z.object({ queueUrl: z.string(), policy: json });

const createQueue: ResourceType<Sqs>["create"] = (resource, { region, service: sqs }) => {
  const name = resource.readId?.replace(/^.*\//, "") ?? nameOf(resource);
  const url = `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;
  const arn = regionalArn("sqs", region, name);
  sqs?.createQueue(arn);
  return { id: url, outputs: { arn, name, url, region } };
};

const putPolicy: ResourceType<Sqs>["create"] = (resource, { region, service: sqs }) => {
  const { queueUrl, policy } = readInputs(queuePolicy, resource);
  sqs?.setPolicy(arnOf(queueUrl, region), policy);
  return { id: queueUrl, outputs: {} };
};

export const resources: ResourceTypes<Sqs> = {
  "aws:sqs/queue:Queue": {
    naming,
    create: createQueue,
    read: createQueue,
    update: (resource, { id }, context) => createQueue({ ...resource, readId: id }, context),
    delete: ({ id }, { region, service: sqs }) => sqs?.deleteQueue(arnOf(id, region)),
  },
  "aws:sqs/queuePolicy:QueuePolicy": {
    inputs: queuePolicy,
    create: putPolicy,
    update: (resource, _, context) => putPolicy(resource, context),
    delete: ({ id }, { region, service: sqs }) =>
      unlessGone(["AWS.SimpleQueueService.NonExistentQueue"], () =>
        sqs?.setPolicy(arnOf(id, region), undefined),
      ),
  },
};

function arnOf(url: string, region: string): string {
  return regionalArn("sqs", region, url.slice(url.lastIndexOf("/") + 1));
}
