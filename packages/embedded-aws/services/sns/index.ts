import { join } from "node:path";
import type { EmbeddedService, Host } from "../../host/embedded-service.ts";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { lambda } from "../lambda/index.ts";
import { ses } from "../ses/index.ts";
import { sqs } from "../sqs/index.ts";
import { withText } from "../step-functions/integrations/text-argument.ts";
import type { Notification } from "./notification.ts";
import { snsService } from "./operations.ts";
import { resources } from "./pulumi-resources.ts";
import { lambdaEvent, Sns } from "./sns.ts";
import type { Subscription } from "./subscription.ts";

/** SNS, for functions, queues and mailboxes. Messages are also kept as files. */
export const sns: EmbeddedService<"sns", Sns> = {
  name: "sns",
  start: (host) =>
    new Sns({
      ...{ ...host, dir: join(host.dir, "sns"), policies: host.identity.resourcePolicies },
      deliver: (...message) => deliver(host, ...message),
    }),
  wire: snsService,
  resources,
  calls: {
    sdkName: "sns",
    model: "sns",
    package: "@aws-sdk/client-sns",
    client: "SNSClient",
    name: "Sns",
    optimised: {
      type: "sns",
      name: "SNS",
      baseException: "AmazonSNSException",
      actions: {
        // https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html
        publish: {
          patterns: ["", ".waitForTaskToken"],
          json: ["Message"],
          call: ({ sdk, request }) => sdk("publish", withText(request.arguments, "Message"), request.signal),
        },
      },
    },
  },
};

function deliver(host: Host, notification: Notification, subscription: Subscription): void {
  const { arn, protocol, endpoint, isRaw } = subscription;
  if (protocol === "lambda") {
    const topic = { service: "sns.amazonaws.com", sourceArn: notification.TopicArn };
    try {
      host.of(lambda).invokeFor(topic, endpoint, JSON.stringify(lambdaEvent(notification, arn)));
    } catch (cause) {
      // Nobody tells the publisher.
      if (!(cause instanceof AwsError)) throw cause;
    }
  }
  if (protocol === "sqs") {
    const queues = host.of(sqs);
    const body = isRaw ? notification.Message : JSON.stringify({ Type: "Notification", ...notification });
    if (queues.serviceMaySend(endpoint, "sns.amazonaws.com", notification.TopicArn))
      queues.send(endpoint, body);
  }
  if (protocol !== "email") return;
  const from = "AWS Notifications <no-reply@sns.amazonaws.com>";
  const { Subject: subject = "AWS Notification Message", Message: text } = notification;
  host.of(ses).send({ from, to: [endpoint], cc: [], bcc: [], replyTo: [], subject, text });
}
