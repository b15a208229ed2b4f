import { token } from "../../index.ts";
import { arns, testTasks } from "../../testing/service-tasks.ts";

describe("tasks of SNS", () => {
  testTasks({
    "sns.publish": {
      resource: "sns:publish",
      describe: (m) =>
        m.sns.publish("Do", { TopicArn: token("topic"), Message: { id: m.input.id }, Subject: "s" }),
      args: {
        TopicArn: arns.topic,
        Message: { id: "{% $states.context.Execution.Input.id %}" },
        Subject: "s",
      },
      rights: [`sns:Publish ${arns.topic}`],
    },
    "sns.publishWithCallback": {
      resource: "sns:publish.waitForTaskToken",
      describe: (m) =>
        m.sns.publishWithCallback("Do", (reply) => ({ TopicArn: token("topic"), Message: { reply } })),
      args: { TopicArn: arns.topic, Message: { reply: "{% $states.context.Task.Token %}" } },
      rights: [`sns:Publish ${arns.topic}`],
    },
  });
});
