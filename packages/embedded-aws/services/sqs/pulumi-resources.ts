import type { Registration } from "@batchline/pulumi-engine";
import { z } from "zod";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { accountId } from "../../host/identity/principal.ts";
import { regionalArn } from "../../providers/arn.ts";
import { json, nameOf, readInputs } from "../../providers/inputs.ts";
import type { ResourceType, ResourceTypes } from "../../providers/resource-type.ts";
import { unlessGone } from "../../providers/unless-gone.ts";
import type { Sqs } from "./sqs.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
const naming = { maxLength: 80, pattern: /^[\w-]+(\.fifo)?$/, fifoInput: "fifoQueue" };

/** Queue attributes with a range. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const ranges = {
  delaySeconds: { attribute: "DelaySeconds", min: 0, max: 900 },
  kmsDataKeyReusePeriodSeconds: { attribute: "KmsDataKeyReusePeriodSeconds", min: 60, max: 86_400 },
  maxMessageSize: { attribute: "MaximumMessageSize", min: 1024, max: 1_048_576 },
  messageRetentionSeconds: { attribute: "MessageRetentionPeriod", min: 60, max: 1_209_600 },
  receiveWaitTimeSeconds: { attribute: "ReceiveMessageWaitTimeSeconds", min: 0, max: 20 },
  visibilityTimeoutSeconds: { attribute: "VisibilityTimeout", min: 0, max: 43_200 },
};

const queue = z.object({ policy: json.optional() });
const queuePolicy = z.object({ queueUrl: z.string(), policy: json });

const createQueue: ResourceType<Sqs>["create"] = (resource, { region, service: sqs }) => {
  const name = resource.readId?.replace(/^.*\//, "") ?? nameOf(resource);
  const url = `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;
  const arn = regionalArn("sqs", region, name);
  const { policy } = readInputs(queue, resource);
  checkRanges(resource);
  sqs?.createQueue(arn);
  if (policy !== undefined) sqs?.setPolicy(arn, policy);
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

/** Throws InvalidAttributeValue. */
function checkRanges({ inputs }: Pick<Registration, "inputs">): void {
  for (const [input, { attribute, min, max }] of Object.entries(ranges)) {
    const value = inputs[input];
    if (typeof value === "number" && !(Number.isInteger(value) && value >= min && value <= max))
      throw new AwsError("InvalidAttributeValue", `Invalid value for the parameter ${attribute}.`);
  }
}

function arnOf(url: string, region: string): string {
  return regionalArn("sqs", region, url.slice(url.lastIndexOf("/") + 1));
}
