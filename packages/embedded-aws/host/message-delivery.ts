import type { Lambda } from "../services/lambda/lambda.ts";
import type { Logs } from "../services/logs/logs.ts";
import type { Mail } from "../services/ses/mail.ts";
import { lambdaEvent, type Notification, type Sns, type Subscription } from "../services/sns/sns.ts";

/** Takes what SNS and EventBridge send on to whom it is for. */
export class Deliveries {
  readonly #lambda: Pick<Lambda, "invoke">;
  readonly #mail: Pick<Mail, "send">;
  readonly #logs: Pick<Logs, "put">;
  readonly #clock: { now(): number };

  constructor(services: {
    readonly lambda: Pick<Lambda, "invoke">;
    readonly mail: Pick<Mail, "send">;
    readonly logs: Pick<Logs, "put">;
    readonly clock: { now(): number };
  }) {
    this.#lambda = services.lambda;
    this.#mail = services.mail;
    this.#logs = services.logs;
    this.#clock = services.clock;
  }

  /** A topic's message to a subscriber: a function, or a mailbox. */
  notification(notification: Notification, { arn, protocol, endpoint }: Subscription): void {
    if (protocol === "lambda") this.#invoke(endpoint, JSON.stringify(lambdaEvent(notification, arn)));
    if (protocol !== "email") return;
    this.#mail.send({
      from: "AWS Notifications <no-reply@sns.amazonaws.com>",
      to: [endpoint],
      cc: [],
      bcc: [],
      replyTo: [],
      subject: notification.Subject ?? "AWS Notification Message",
      text: notification.Message,
    });
  }

  /** A rule's event to a target: a function, a topic or a log group. */
  event(targetArn: string, text: string, sns: Pick<Sns, "publish">): void {
    const [, , service] = targetArn.split(":");
    if (service === "lambda") this.#invoke(targetArn, text);
    else if (service === "sns") sns.publish(targetArn, { text });
    else if (service === "logs") {
      const group = /:log-group:(.+?)(:\*)?$/.exec(targetArn)?.[1] ?? "";
      this.#logs.put(group, "events", [{ timestamp: this.#clock.now(), message: text }]);
    }
  }

  /** As an asynchronous invocation: the function's own log tells how it went. */
  #invoke(functionArn: string, payload: string): void {
    this.#lambda.invoke(functionArn, payload).catch(() => {});
  }
}
