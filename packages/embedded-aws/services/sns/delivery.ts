import type { Lambda } from "../lambda/lambda.ts";
import type { Ses } from "../ses/ses.ts";
import { lambdaEvent, type SnsOptions } from "./sns.ts";

/** Delivers messages to functions and mailboxes. */
export function deliverTo(services: {
  readonly lambda: Pick<Lambda, "invoke">;
  readonly ses: Pick<Ses, "send">;
}): NonNullable<SnsOptions["deliver"]> {
  return (notification, { arn, protocol, endpoint }) => {
    if (protocol === "lambda") {
      // An asynchronous invocation: a failure is in the function's log.
      services.lambda.invoke(endpoint, JSON.stringify(lambdaEvent(notification, arn))).catch(() => {});
    }
    if (protocol !== "email") return;
    services.ses.send({
      from: "AWS Notifications <no-reply@sns.amazonaws.com>",
      to: [endpoint],
      cc: [],
      bcc: [],
      replyTo: [],
      subject: notification.Subject ?? "AWS Notification Message",
      text: notification.Message,
    });
  };
}
