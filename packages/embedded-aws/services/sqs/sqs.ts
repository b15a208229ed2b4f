import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "@batchline/clock";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { parsePolicy } from "../../host/identity/parse-policy.ts";
import { type Policy, servicePolicyAllows } from "../../host/identity/policy.ts";
import { accountId } from "../../host/identity/principal.ts";

/** A message, as ReceiveMessage returns it. */
export interface QueueMessage {
  readonly body: string;
  /** Message attributes, all of them texts. */
  readonly attributes: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly sentAt: string;
}

interface Queue {
  readonly messages: QueueMessage[];
  policy?: Policy | undefined;
}

interface SqsOptions {
  /** Has `<queue>.jsonl` with the messages that services sent, one a line. */
  readonly dir: string;
  readonly clock: Clock;
}

/** SQS, for services that send to dead-letter queues. Nobody receives the messages: they stay. */
export class Sqs {
  readonly #options: SqsOptions;
  readonly #queues = new Map<string, Queue>();

  constructor(options: SqsOptions) {
    this.#options = options;
  }

  /** Creates the queue unless it exists. */
  createQueue(arn: string): void {
    if (!this.#queues.has(arn)) this.#queues.set(arn, { messages: [] });
  }

  deleteQueue(arn: string): void {
    this.#queues.delete(arn);
  }

  /** Who may send beside the account's roles. Throws MalformedPolicyDocument. */
  setPolicy(arn: string, policy: string | undefined): void {
    this.#find(arn).policy = policy === undefined ? undefined : parsePolicy(policy, "resource", arn);
  }

  /** The messages, oldest first. Throws NonExistentQueue. */
  messages(arn: string): readonly QueueMessage[] {
    return this.#find(arn).messages;
  }

  /** Throws NonExistentQueue. The caller has checked the sender's rights. */
  send(arn: string, body: string, attributes: QueueMessage["attributes"] = {}): void {
    const { dir, clock } = this.#options;
    const message = { body, attributes, sentAt: new Date(clock.now()).toISOString() };
    this.#find(arn).messages.push(message);
    mkdirSync(dir, { recursive: true });
    const name = arn.slice(arn.lastIndexOf(":") + 1);
    appendFileSync(join(dir, `${name}.jsonl`), `${JSON.stringify(message)}\n`);
  }

  /** Whether the queue's policy lets a service send for one of its resources, for example a rule. False for an unknown queue. */
  serviceMaySend(arn: string, service: string, sourceArn: string): boolean {
    const context = { "aws:SourceArn": sourceArn, "aws:SourceAccount": accountId };
    const policy = this.#queues.get(arn)?.policy;
    return policy !== undefined && servicePolicyAllows(policy, service, "sqs:SendMessage", arn, context);
  }

  #find(arn: string): Queue {
    const queue = this.#queues.get(arn);
    if (queue !== undefined) return queue;
    throw new AwsError("AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.");
  }
}
