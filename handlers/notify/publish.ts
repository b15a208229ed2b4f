import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { oneLine } from "../../workflow-kit/at-deploy/notices/one-line.ts";
import type { Sending } from "./sending.ts";

/**
 * Publishes operators' notices to a topic. SNS takes subjects of at most 100 ASCII characters.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 * @example const publish = publisher(new SNSClient(), topicArn);
 */
export function publisher(sns: SNSClient, TopicArn: string): NonNullable<Sending["publish"]> {
  return async ({ subject, text }) => {
    const ascii = oneLine(subject)
      .replaceAll(/[^\x20-\x7e]/g, "?")
      .slice(0, 100)
      .trim();
    await sns.send(new PublishCommand({ TopicArn, Subject: ascii || "Batchline", Message: text }));
  };
}
