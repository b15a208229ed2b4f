import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "@batchline/clock";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { accountId } from "../../host/identity/principal.ts";
import { type CallingService, ResourcePolicies } from "../../host/identity/resource-policies.ts";

export interface Notification {
  readonly MessageId: string;
  readonly TopicArn: string;
  readonly Subject?: string;
  readonly Message: string;
  /** ISO 8601. */
  readonly Timestamp: string;
  readonly MessageAttributes: Readonly<Record<string, MessageAttribute>>;
}

export interface MessageAttribute {
  readonly Type: string;
  readonly Value: string;
}

export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  /** Only `lambda` and `email` receive messages. */
  readonly protocol: string;
  /** A function's ARN, or an e-mail address. */
  readonly endpoint: string;
}

interface SnsOptions {
  /** Has one folder for each topic, with a JSON file for each message. */
  readonly dir: string;
  readonly clock: Clock;
  readonly region: string;
  /** Who may do what beside the account's roles that have the right. @default nobody */
  readonly policies?: ResourcePolicies;
  /** Delivers a message to a subscriber. Failures do not matter to the publisher. */
  readonly deliver?: (notification: Notification, subscription: Subscription) => void;
}

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const maxMessageBytes = 256 * 1024;

/** SNS: stores each message as a file, and delivers it to functions and mailboxes. */
export class Sns {
  /** Every message, oldest first. */
  readonly messages: Notification[] = [];
  readonly policies: ResourcePolicies;
  readonly #options: SnsOptions;
  readonly #topics = new Map<string, Subscription[]>();

  constructor(options: SnsOptions) {
    this.#options = options;
    this.policies = options.policies ?? new ResourcePolicies();
  }

  get topicArns(): readonly string[] {
    return [...this.#topics.keys()];
  }

  arnOf(name: string): string {
    return `arn:aws:sns:${this.#options.region}:${accountId}:${name}`;
  }

  /** Creates the topic unless it exists; returns its ARN. Throws InvalidParameter for an invalid name. */
  createTopic(name: string): string {
    if (!/^[\w-]{1,256}(\.fifo)?$/.test(name))
      throw new AwsError("InvalidParameter", "Invalid parameter: Topic Name");
    const arn = this.arnOf(name);
    if (!this.#topics.has(arn)) this.#topics.set(arn, []);
    return arn;
  }

  /**
   * Returns the subscription's ARN. Throws NotFound for an unknown topic.
   * @param arn Of a new subscription. @default a random one
   */
  subscribe(
    topicArn: string,
    protocol: string,
    endpoint: string,
    arn = `${topicArn}:${randomUUID()}`,
  ): string {
    const subscriptions = this.subscriptionsOf(topicArn);
    const same = subscriptions.find((one) => one.protocol === protocol && one.endpoint === endpoint);
    if (same !== undefined) return same.arn;
    subscriptions.push({ arn, topicArn, protocol, endpoint });
    return arn;
  }

  /** Deletes a topic with its subscriptions, if it exists. */
  deleteTopic(topicArn: string): void {
    this.#topics.delete(topicArn);
    this.policies.put(topicArn, undefined);
  }

  /** Deletes a subscription, if it exists. Throws InvalidParameter for another ARN. */
  unsubscribe(subscriptionArn: string): void {
    const topicArn = /^(arn:aws:sns:[^:]*:\d{12}:[\w.-]+):[0-9a-f-]+$/.exec(subscriptionArn)?.[1];
    if (topicArn === undefined) throw new AwsError("InvalidParameter", "Invalid parameter: SubscriptionArn");
    const subscriptions = this.#topics.get(topicArn);
    if (subscriptions === undefined) return;
    this.#topics.set(
      topicArn,
      subscriptions.filter(({ arn }) => arn !== subscriptionArn),
    );
  }

  subscriptionsOf(topicArn: string): Subscription[] {
    const subscriptions = this.#topics.get(topicArn);
    if (subscriptions !== undefined) return subscriptions;
    throw new AwsError("NotFound", "Topic does not exist", 404);
  }

  /** Publishes for a service of AWS. Throws AuthorizationError unless the topic's policy allows it, and what `publish` throws. */
  publishFor(caller: CallingService, topicArn: string, text: string): void {
    if (!this.policies.serviceMay(caller, "sns:Publish", topicArn)) {
      const who = `${caller.service} is not authorized to perform: SNS:Publish on resource: ${topicArn}`;
      const why = `because no resource-based policy allows the SNS:Publish action for ${caller.sourceArn}`;
      throw new AwsError("AuthorizationError", `${who} ${why}`, 403);
    }
    this.publish(topicArn, { text });
  }

  /** Stores the message and delivers it to the subscribers; returns its id. Throws NotFound and InvalidParameter. */
  publish(
    topicArn: string,
    message: { text: string; subject?: string | undefined; attributes?: Notification["MessageAttributes"] },
  ): string {
    const { dir, clock, deliver } = this.#options;
    const subscriptions = this.subscriptionsOf(topicArn);
    if (message.text === "") throw new AwsError("InvalidParameter", "Invalid parameter: Empty message");
    if (Buffer.byteLength(message.text) > maxMessageBytes)
      throw new AwsError("InvalidParameter", "Invalid parameter: Message too long");
    const notification: Notification = {
      MessageId: randomUUID(),
      TopicArn: topicArn,
      ...(message.subject === undefined ? {} : { Subject: message.subject }),
      Message: message.text,
      Timestamp: new Date(clock.now()).toISOString(),
      MessageAttributes: message.attributes ?? {},
    };
    this.messages.push(notification);
    const folder = join(dir, topicArn.slice(topicArn.lastIndexOf(":") + 1));
    mkdirSync(folder, { recursive: true });
    const file = `${notification.Timestamp.replaceAll(":", "-")}-${notification.MessageId}.json`;
    writeFileSync(join(folder, file), `${JSON.stringify(notification, null, 2)}\n`);
    for (const subscription of subscriptions) deliver?.(notification, subscription);
    return notification.MessageId;
  }
}

/** The event of a subscribed function. https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
export function lambdaEvent(notification: Notification, subscriptionArn: string) {
  const Sns = { Type: "Notification", Subject: null, ...notification };
  const source = { EventVersion: "1.0", EventSubscriptionArn: subscriptionArn, EventSource: "aws:sns" };
  return { Records: [{ ...source, Sns }] };
}
