import { permissionOn } from "../../core/permission.ts";
import type { TaskOptions } from "../../core/task.ts";
import type { AnyValue, Expr, Value } from "../../expression/types.ts";
import { Service, taskToken, type WithToken, waitForTaskToken } from "../service-base.ts";

/** The fields that messages of SNS and of SQS share. */
export interface MessageFields {
  readonly MessageAttributes?: Readonly<
    Record<string, { readonly DataType: "Number" | "String"; readonly StringValue: Value<string> }>
  >;
  /** For FIFO topics and queues only. */
  readonly MessageGroupId?: Value<string>;
  /** For FIFO topics and queues only. */
  readonly MessageDeduplicationId?: Value<string>;
}

interface PublishArguments extends MessageFields {
  /** ARN. */
  readonly TopicArn: Value<string>;
  /** Text is sent unchanged, any other value as JSON. At most 256 KiB. */
  readonly Message: AnyValue;
  /** The subject of e-mails, at most 100 ASCII characters. */
  readonly Subject?: Value<string>;
  /** `json`: the message is an object of protocol → text. */
  readonly MessageStructure?: "json";
}

interface PublishedMessage {
  readonly MessageId: string;
  /** For FIFO topics only. */
  readonly SequenceNumber?: string;
}

export class Sns extends Service {
  /** Publishes a message to a topic.
   * @example m.sns.publish("Report", { TopicArn: token("topic"), Message: { run: m.input.run } }) */
  publish(name: string, message: PublishArguments, options?: TaskOptions): Expr<PublishedMessage> {
    return this.#publish(name, "", message, options);
  }

  /** Publishes a message with a task token and waits until the receiver reports an `R` with it.
   * @example m.sns.publishWithCallback<boolean>("Ask", (token) => ({ TopicArn: topic, Message: { token } })) */
  publishWithCallback<R>(name: string, message: WithToken<PublishArguments>, options?: TaskOptions): Expr<R> {
    return this.#publish(name, waitForTaskToken, message(taskToken), options);
  }

  #publish<R>(name: string, pattern: string, message: PublishArguments, options?: TaskOptions): Expr<R> {
    return this.call(name, options, {
      integration: `sns:publish${pattern}`,
      arguments: message,
      permissions: [permissionOn(["sns:Publish"], message.TopicArn)],
      transientErrors: ["SNS.AmazonSNSException", "SNS.SdkClientException"],
    });
  }
}
