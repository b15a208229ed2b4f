import type { Block } from "../../authoring/block.ts";
import { type TaskOptions, task } from "../../core/task.ts";
import { toNode } from "../../expression/literal.ts";
import type { AnyValue, Expr, Value } from "../../expression/types.ts";
import type { Call } from "../parameters.ts";
import { taskToken, waitForTaskToken } from "../task-token.ts";
import { passingFaults } from "../transient-errors.ts";

/** Of Publish's request, in the spelling of Step Functions. */
export interface PublishArguments {
  /** ARN. */
  readonly TopicArn: Value<string>;
  /** Text is sent as it is, everything else as JSON. At most 256 KiB. */
  readonly Message: AnyValue;
  /** The subject of e-mails, at most 100 ASCII characters. */
  readonly Subject?: Value<string>;
  readonly MessageAttributes?: Readonly<
    Record<string, { readonly DataType: "Number" | "String"; readonly StringValue: Value<string> }>
  >;
  /** `json` takes the message for an object of protocol → text. */
  readonly MessageStructure?: "json";
  /** Of FIFO topics. */
  readonly MessageGroupId?: Value<string>;
  readonly MessageDeduplicationId?: Value<string>;
}

export interface PublishedMessage {
  readonly MessageId: string;
  /** Of FIFO topics. */
  readonly SequenceNumber?: string;
}

const resource = "arn:aws:states:::sns:publish";

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export const snsCalls: Readonly<Record<string, Call>> = {
  [resource]: {
    required: ["Message"],
    parameters: {
      Message: true,
      MessageAttributes: true,
      MessageDeduplicationId: true,
      MessageGroupId: true,
      MessageStructure: true,
      PhoneNumber: true,
      Subject: true,
      TargetArn: true,
      TopicArn: true,
    },
  },
};

/** Amazon SNS. */
export class Sns {
  readonly #block: Block;

  constructor(block: Block) {
    this.#block = block;
  }

  /** Publishes a message to a topic. */
  publish(name: string, message: PublishArguments, options?: TaskOptions): Expr<PublishedMessage> {
    return this.#publish(name, "", message, options);
  }

  /** Publishes a message with a task token and waits until someone reports an `R` with it. */
  publishWithCallback<R>(
    name: string,
    message: (taskToken: Expr<string>) => PublishArguments,
    options?: TaskOptions,
  ): Expr<R> {
    return this.#publish(name, waitForTaskToken, message(taskToken), options);
  }

  #publish<R>(name: string, pattern: string, message: PublishArguments, options?: TaskOptions): Expr<R> {
    return task(this.#block, name, {
      retry: passingFaults("SNS.AmazonSNSException", "SNS.SdkClientException"),
      ...options,
      resource: resource + pattern,
      arguments: toNode(message),
      permissions: [{ actions: ["sns:Publish"], resources: [{ arn: toNode(message.TopicArn) }] }],
    });
  }
}
