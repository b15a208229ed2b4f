import { permissionNear } from "../../core/permission.ts";
import type { TaskOptions } from "../../core/task.ts";
import { StatesError } from "../../errors.ts";
import type { AnyValue, Expr, Value } from "../../expression/types.ts";
import { Service, taskToken, type WithToken, waitForTaskToken } from "../service-base.ts";
import type { MessageFields } from "../sns/sns.ts";

interface SendMessageArguments extends MessageFields {
  /** `https://sqs.<region>.amazonaws.com/<account>/<queue>` */
  readonly QueueUrl: Value<string>;
  /** Text is sent unchanged, any other value as JSON. At most 256 KiB. */
  readonly MessageBody: AnyValue;
  /** 0–900. @default the queue's delay */
  readonly DelaySeconds?: Value<number>;
}

interface SentMessage {
  readonly MessageId: string;
  readonly MD5OfMessageBody: string;
}

export class Sqs extends Service {
  /** Sends a message to a queue.
   * @example m.sqs.sendMessage("Send", { QueueUrl: token("queue"), MessageBody: { id: m.input.id } }) */
  sendMessage(name: string, message: SendMessageArguments, options?: TaskOptions): Expr<SentMessage> {
    return this.#send(name, "", message, options);
  }

  /** Sends a message with a task token and waits until the receiver reports an `R` with it.
   * @example m.sqs.sendMessageWithCallback<boolean>("Ask", (token) => ({ QueueUrl: queue, MessageBody: { token } })) */
  sendMessageWithCallback<R>(
    name: string,
    message: WithToken<SendMessageArguments>,
    options?: TaskOptions,
  ): Expr<R> {
    return this.#send(name, waitForTaskToken, message(taskToken), options);
  }

  #send<R>(name: string, pattern: string, message: SendMessageArguments, options?: TaskOptions): Expr<R> {
    return this.call(name, options, {
      integration: `sqs:sendMessage${pattern}`,
      arguments: message,
      permissions: [permissionNear(["sqs:SendMessage"], message.QueueUrl, queueArn)],
      transientErrors: ["SQS.AmazonSQSException", "SQS.SdkClientException"],
    });
  }
}

function queueArn(url: string): string {
  const match = /^https:\/\/sqs\.([\w-]+)\.amazonaws\.com(\.cn)?\/(\d+)\/(.+)$/.exec(url);
  if (match === null) {
    throw new StatesError("BL-S016", {
      what: `${JSON.stringify(url)} is not the URL of an SQS queue`,
      fix: "Use https://sqs.<region>.amazonaws.com/<account>/<queue>.",
    });
  }
  const [, region, china, account, queue] = match;
  return `arn:${china === undefined ? "aws" : "aws-cn"}:sqs:${region}:${account}:${queue}`;
}
