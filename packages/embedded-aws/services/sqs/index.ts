import { join } from "node:path";
import type { EmbeddedService } from "../../host/embedded-service.ts";
import { withText } from "../step-functions/integrations/text-argument.ts";
import { resources } from "./pulumi-resources.ts";
import { Sqs } from "./sqs.ts";

/** SQS, for dead letters of other services. Over the wire it answers nothing; tasks are checked against its model. */
export const sqs: EmbeddedService<"sqs", Sqs> = {
  name: "sqs",
  start: ({ dir, clock, identity }) =>
    new Sqs({ dir: join(dir, "sqs"), clock, policies: identity.resourcePolicies }),
  resources,
  calls: {
    sdkName: "sqs",
    model: "sqs",
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
          json: ["MessageBody"],
          call: ({ sdk, request }) =>
            sdk("sendMessage", withText(request.arguments, "MessageBody"), request.signal),
        },
      },
    },
  },
};
