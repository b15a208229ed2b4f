import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "@batchline/clock";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { ResourcePolicies } from "../../host/identity/resource-policies.ts";

/** A message, as ReceiveMessage returns it. */
export interface QueueMessage {
  readonly body: string;
  /** Message attributes, all of them texts. */
  readonly attributes: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly sentAt: string;
}

interface SqsOptions {
  /** Has `<queue>.jsonl` with the messages that services sent, one a line. */
  readonly dir: string;
  readonly clock: Clock;
  /** Who may send beside the account's roles that have the right. @default nobody */
  readonly policies?: ResourcePolicies;
}

/** SQS, for services that send to dead-letter queues. Nobody receives the messages: they stay. */
export class Sqs {
  readonly #options: SqsOptions;
  readonly policies: ResourcePolicies;
  readonly #queues = new Map<string, QueueMessage[]>();

  constructor(options: SqsOptions) {
    this.#options = options;
    this.policies = options.policies ?? new ResourcePolicies();
  }

  /** Creates the queue unless it exists. */
  createQueue(arn: string): void {
    if (!this.#queues.has(arn)) this.#queues.set(arn, []);
  }

  deleteQueue(arn: string): void {
    this.#queues.delete(arn);
    this.policies.put(arn, undefined);
  }

  /** Throws MalformedPolicyDocument and NonExistentQueue. */
  setPolicy(arn: string, policy: string | undefined): void {
    this.#find(arn);
    this.policies.put(arn, policy);
  }

  /** The messages, oldest first. Throws NonExistentQueue. */
  messages(arn: string): readonly QueueMessage[] {
    return this.#find(arn);
  }

  /** Throws NonExistentQueue. The caller has checked the sender's rights. */
  send(arn: string, body: string, attributes: QueueMessage["attributes"] = {}): void {
    const { dir, clock } = this.#options;
    const message = { body, attributes, sentAt: new Date(clock.now()).toISOString() };
    this.#find(arn).push(message);
    mkdirSync(dir, { recursive: true });
    const name = arn.slice(arn.lastIndexOf(":") + 1);
    appendFileSync(join(dir, `${name}.jsonl`), `${JSON.stringify(message)}\n`);
  }

  /** Whether the queue's policy lets a service send for one of its resources, for example a rule. False for an unknown queue. */
  serviceMaySend(arn: string, service: string, sourceArn: string): boolean {
    return this.policies.serviceMay({ service, sourceArn }, "sqs:SendMessage", arn);
  }

  #find(arn: string): QueueMessage[] {
    const queue = this.#queues.get(arn);
    if (queue !== undefined) return queue;
    throw new AwsError("AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.");
  }
}
