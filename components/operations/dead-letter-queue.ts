import { Queue } from "@pulumi/aws/sqs/queue.js";
import type { Resource } from "@pulumi/pulumi";

/** Declares a queue for what could not be delivered. Messages stay for 14 days, the most that SQS allows. */
export function deadLetterQueue(name: string, parent: Resource): Queue {
  const args = { sqsManagedSseEnabled: true, messageRetentionSeconds: 14 * 86_400 };
  return new Queue(`${name}-dead-letters`, args, { parent });
}
