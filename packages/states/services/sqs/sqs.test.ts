import { token } from "../../index.ts";
import { arn, arns, testTasks } from "../../testing/service-tasks.ts";

describe("tasks of SQS", () => {
  testTasks({
    "sqs.sendMessage": {
      resource: "sqs:sendMessage",
      describe: (m) =>
        m.sqs.sendMessage("Do", { QueueUrl: token("queueUrl"), MessageBody: "b", DelaySeconds: 5 }),
      args: { QueueUrl: arns.queueUrl, MessageBody: "b", DelaySeconds: 5 },
      rights: [`sqs:SendMessage ${arn("sqs", "queue")}`],
    },
    "sqs.sendMessageWithCallback": {
      resource: "sqs:sendMessage.waitForTaskToken",
      describe: (m) =>
        m.sqs.sendMessageWithCallback("Do", (MessageBody) => ({ QueueUrl: token("queueUrl"), MessageBody })),
      args: { QueueUrl: arns.queueUrl, MessageBody: "{% $states.context.Task.Token %}" },
      rights: [`sqs:SendMessage ${arn("sqs", "queue")}`],
    },
  });
});
