import type { Block } from "../../authoring/block.ts";
import { type TaskOptions, task } from "../../core/task.ts";
import { StatesError } from "../../errors.ts";
import { toNode } from "../../expression/literal.ts";
import type { AnyValue, Expr, Value } from "../../expression/types.ts";
import type { Call } from "../parameters.ts";
import { taskToken, waitForTaskToken } from "../task-token.ts";
import { passingFaults } from "../transient-errors.ts";

/** Of SendMessage's request, in the spelling of Step Functions. */
export interface SendMessageArguments {
  /** `https://sqs.<region>.amazonaws.com/<account>/<queue>` */
  readonly QueueUrl: Value<string>;
  /** Text is sent as it is, everything else as JSON. At most 256 KiB. */
  readonly MessageBody: AnyValue;
  /** 0–900. */
  readonly DelaySeconds?: Value<number>;
  readonly MessageAttributes?: Readonly<
    Record<string, { readonly DataType: "Number" | "String"; readonly StringValue: Value<string> }>
  >;
  /** Of FIFO queues. */
  readonly MessageGroupId?: Value<string>;
  readonly MessageDeduplicationId?: Value<string>;
}

export interface SentMessage {
  readonly MessageId: string;
  readonly MD5OfMessageBody: string;
}

const resource = "arn:aws:states:::sqs:sendMessage";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
export const sqsCalls: Readonly<Record<string, Call>> = {
  [resource]: {
    required: ["QueueUrl", "MessageBody"],
    parameters: {
      DelaySeconds: true,
      MessageAttributes: true,
      MessageBody: true,
      MessageDeduplicationId: true,
      MessageGroupId: true,
      QueueUrl: true,
    },
  },
};

/** Amazon SQS. */
export class Sqs {
  readonly #block: Block;

  constructor(block: Block) {
    this.#block = block;
  }

  /** Sends a message to a queue. */
  sendMessage(name: string, message: SendMessageArguments, options?: TaskOptions): Expr<SentMessage> {
    return this.#send(name, "", message, options);
  }

  /** Sends a message with a task token and waits until someone reports an `R` with it. */
  sendMessageWithCallback<R>(
    name: string,
    message: (taskToken: Expr<string>) => SendMessageArguments,
    options?: TaskOptions,
  ): Expr<R> {
    return this.#send(name, waitForTaskToken, message(taskToken), options);
  }

  #send<R>(name: string, pattern: string, message: SendMessageArguments, options?: TaskOptions): Expr<R> {
    return task(this.#block, name, {
      retry: passingFaults("SQS.AmazonSQSException", "SQS.SdkClientException"),
      ...options,
      resource: resource + pattern,
      arguments: toNode(message),
      permissions: [
        { actions: ["sqs:SendMessage"], resources: [{ arn: toNode(message.QueueUrl), derive: queueArn }] },
      ],
    });
  }
}

function queueArn(url: string): string {
  const [, region, domain, account, queue] =
    /^https:\/\/sqs\.([\w-]+)\.(amazonaws\.com(?:\.cn)?)\/(\d+)\/(.+)$/.exec(url) ?? [];
  if (region === undefined) {
    throw new StatesError("BL-S016", {
      what: `${JSON.stringify(url)} is not the URL of an SQS queue`,
      mend: "It is https://sqs.<region>.amazonaws.com/<account>/<queue>.",
    });
  }
  return `arn:${domain?.endsWith(".cn") ? "aws-cn" : "aws"}:sqs:${region}:${account}:${queue}`;
}
