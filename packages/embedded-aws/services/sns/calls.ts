import type { ServiceCalls } from "../step-functions/integrations/service-calls.ts";
import { withText } from "../step-functions/integrations/text-argument.ts";

export const calls: ServiceCalls = {
  sdkName: "sns",
  package: "@aws-sdk/client-sns",
  client: "SNSClient",
  name: "Sns",
  optimised: {
    type: "sns",
    name: "SNS",
    baseException: "AmazonSNSException",
    serviceName: "AmazonSNS",
    actions: {
      // https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html
      publish: {
        patterns: ["", ".waitForTaskToken"],
        call: ({ sdk, request }) => sdk("publish", withText(request.arguments, "Message"), request.signal),
      },
    },
  },
};
