import { createHash, randomUUID } from "node:crypto";
import type { Clock } from "@batchline/clock";
import { AwsError, awsJsonService, type Service } from "@batchline/embedded-aws/testing";
import { standIns } from "./recording.ts";

interface Message {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly MessageAttributes?: object | undefined;
}

/** A message, and the time from which it is seen. */
type Waiting = { readonly message: Message; visibleAt: number };

interface QueueRequest {
  readonly QueueUrl: string;
}

/** Just enough of SQS for recordings whose tasks report by a queue: the embedded SQS only declares queues. */
export function queueService(clock: Clock, endpoint: () => string): Service {
  const queues = new Map<string, Waiting[]>();
  const urlOf = (name: string) => `${endpoint()}/${standIns.account}/${name}`;
  const messagesOf = ({ QueueUrl }: QueueRequest): Waiting[] => {
    const found = queues.get(QueueUrl);
    if (found === undefined)
      throw new AwsError("QueueDoesNotExist", "The specified queue does not exist.", 400);
    return found;
  };
  return awsJsonService({
    signingName: "sqs",
    version: "1.0",
    operations: {
      CreateQueue: ({ QueueName }: { readonly QueueName: string }) => {
        queues.set(urlOf(QueueName), []);
        return { QueueUrl: urlOf(QueueName) };
      },
      GetQueueAttributes: ({ QueueUrl }: QueueRequest) => {
        const name = QueueUrl.split("/").at(-1);
        return { Attributes: { QueueArn: `arn:aws:sqs:${standIns.region}:${standIns.account}:${name}` } };
      },
      SetQueueAttributes: () => ({}),
      SendMessage: (request: QueueRequest & { MessageBody: string; MessageAttributes?: object }) => {
        const { MessageBody: Body, MessageAttributes } = request;
        const MD5OfBody = createHash("md5").update(Body).digest("hex");
        const ids = { MessageId: randomUUID(), ReceiptHandle: randomUUID() };
        messagesOf(request).push({ message: { ...ids, Body, MD5OfBody, MessageAttributes }, visibleAt: 0 });
        return { MessageId: ids.MessageId, MD5OfMessageBody: MD5OfBody };
      },
      ReceiveMessage: (
        request: QueueRequest & { MaxNumberOfMessages?: number; VisibilityTimeout?: number },
      ) => {
        const { MaxNumberOfMessages = 1, VisibilityTimeout = 30 } = request;
        const visible = messagesOf(request).filter(({ visibleAt }) => visibleAt <= clock.now());
        const received = visible.slice(0, MaxNumberOfMessages);
        for (const each of received) each.visibleAt = clock.now() + VisibilityTimeout * 1000;
        return received.length === 0 ? {} : { Messages: received.map(({ message }) => message) };
      },
      DeleteMessage: (request: QueueRequest & { ReceiptHandle: string }) => {
        const messages = messagesOf(request);
        const index = messages.findIndex(({ message }) => message.ReceiptHandle === request.ReceiptHandle);
        if (index >= 0) messages.splice(index, 1);
        return {};
      },
    },
  });
}
