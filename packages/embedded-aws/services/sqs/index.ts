import type { EmbeddedService } from "../../host/embedded-service.ts";
import { accountId } from "../../host/identity/principal.ts";
import { regionalArn } from "../../providers/arn.ts";
import { declaredOnly, settingOf } from "../../providers/declared-only.ts";
import { nameOf } from "../../providers/inputs.ts";
import { withText } from "../step-functions/integrations/text-argument.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
const naming = { maxLength: 80, pattern: /^[\w-]+(\.fifo)?$/, fifoInput: "fifoQueue" };

/** SQS: queues are declared only, nothing is delivered to them. Tasks are checked against its model. */
export const sqs: EmbeddedService<"sqs"> = {
  name: "sqs",
  resources: {
    "aws:sqs/queue:Queue": declaredOnly(
      (resource, { region }) => {
        const name = resource.readId?.replace(/^.*\//, "") ?? nameOf(resource);
        const url = `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;
        return { id: url, outputs: { arn: regionalArn("sqs", region, name), name, url, region } };
      },
      { naming },
    ),
    "aws:sqs/queuePolicy:QueuePolicy": settingOf("queueUrl"),
  },
  calls: {
    sdkName: "sqs",
    package: "@aws-sdk/client-sqs",
    client: "SQSClient",
    name: "Sqs",
    optimised: {
      type: "sqs",
      name: "SQS",
      baseException: "AmazonSQSException",
      actions: {
        // https://docs.aws.amazon.com/step-functions/latest/dg/connect-sqs.html
        sendMessage: {
          patterns: ["", ".waitForTaskToken"],
          call: ({ sdk, request }) =>
            sdk("sendMessage", withText(request.arguments, "MessageBody"), request.signal),
        },
      },
    },
  },
};
