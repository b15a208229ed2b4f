import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "@batchline/clock";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { accountId } from "../../host/identity/principal.ts";
import { type CallingService, ResourcePolicies } from "../../host/identity/resource-policies.ts";
import { invalidParameter } from "./filter-policy.ts";
import { checkMessage } from "./message.ts";
import type { Message, Notification } from "./notification.ts";
import { Subscription, type SubscriptionAttributes } from "./subscription.ts";

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

interface Topic {
  subscriptions: Subscription[];
  tags: Record<string, string>;
}

/** SNS: stores each message as a file, and delivers it to functions and mailboxes. */
export class Sns {
  /** Every message, oldest first. */
  readonly messages: Notification[] = [];
  readonly policies: ResourcePolicies;
  readonly #options: SnsOptions;
  readonly #topics = new Map<string, Topic>();

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
  createTopic(name: string, tags: Readonly<Record<string, string>> = {}): string {
    if (!/^[\w-]{1,256}$/.test(name)) throw invalidParameter("Topic Name");
    const arn = this.arnOf(name);
    const existing = this.#topics.get(arn);
    if (existing === undefined) this.#topics.set(arn, { subscriptions: [], tags: { ...tags } });
    else if (Object.entries(tags).some(([key, value]) => existing.tags[key] !== value))
      throw invalidParameter("Tags Reason: Topic already exists with different tags");
    return arn;
  }

  /**
   * Returns the subscription's ARN. Throws NotFound for an unknown topic, and InvalidParameter for what SNS refuses.
   * @param arn Of a new subscription. @default a random one
   */
  subscribe(
    topicArn: string,
    protocol: string,
    endpoint: string,
    { attributes = {}, arn = `${topicArn}:${randomUUID()}` }: NewSubscription = {},
  ): string {
    const { subscriptions } = this.#topic(topicArn);
    const subscription = new Subscription({ arn, topicArn, protocol, endpoint }, attributes);
    const same = subscriptions.find((one) => one.isSame(protocol, endpoint));
    if (same === undefined) subscriptions.push(subscription);
    else if (!same.hasAttributes(attributes))
      throw invalidParameter("Attributes Reason: Subscription already exists with different attributes");
    return same?.arn ?? arn;
  }

  /** Throws NotFound, and InvalidParameter for another ARN. */
  subscription(arn: string): Subscription {
    const topicArn = topicOf(arn);
    const found = this.#topics.get(topicArn)?.subscriptions.find((each) => each.arn === arn);
    if (found !== undefined) return found;
    throw new AwsError("NotFound", "Subscription does not exist", 404);
  }

  /** A topic's tags, which may be changed. Throws NotFound. */
  tagsOf(topicArn: string): Record<string, string> {
    return this.#topic(topicArn).tags;
  }

  /** Deletes a topic with its subscriptions, if it exists. */
  deleteTopic(topicArn: string): void {
    this.#topics.delete(topicArn);
    this.policies.put(topicArn, undefined);
  }

  /** Deletes a subscription, if it exists. Throws InvalidParameter for another ARN. */
  unsubscribe(subscriptionArn: string): void {
    const topic = this.#topics.get(topicOf(subscriptionArn));
    if (topic === undefined) return;
    topic.subscriptions = topic.subscriptions.filter(({ arn }) => arn !== subscriptionArn);
  }

  subscriptionsOf(topicArn: string): readonly Subscription[] {
    return this.#topic(topicArn).subscriptions;
  }

  #topic(topicArn: string): Topic {
    const topic = this.#topics.get(topicArn);
    if (topic !== undefined) return topic;
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
  publish(topicArn: string, message: Message): string {
    const { dir, clock, deliver } = this.#options;
    const subscriptions = this.subscriptionsOf(topicArn);
    checkMessage(message);
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
    for (const subscription of subscriptions) {
      const Message = message.byProtocol?.[subscription.protocol] ?? message.text;
      if (subscription.accepts(notification)) deliver?.({ ...notification, Message }, subscription);
    }
    return notification.MessageId;
  }
}

interface NewSubscription {
  readonly attributes?: SubscriptionAttributes;
  readonly arn?: string;
}

/** The topic in a subscription's ARN. Throws InvalidParameter. */
function topicOf(subscriptionArn: string): string {
  const topicArn = /^(arn:aws:sns:[^:]*:\d{12}:[\w.-]+):[0-9a-f-]+$/.exec(subscriptionArn)?.[1];
  if (topicArn === undefined) throw invalidParameter("SubscriptionArn");
  return topicArn;
}

/** The event of a subscribed function. https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
export function lambdaEvent(notification: Notification, subscriptionArn: string) {
  const Sns = { Type: "Notification", Subject: null, ...notification };
  const source = { EventVersion: "1.0", EventSubscriptionArn: subscriptionArn, EventSource: "aws:sns" };
  return { Records: [{ ...source, Sns }] };
}
