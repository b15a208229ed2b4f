import { token } from "../../index.ts";
import { arn, arns, ruleRights, testTasks } from "../../testing/service-tasks.ts";

describe("tasks of Batch", () => {
  testTasks({
    submitJobSync: {
      resource: "batch:submitJob.sync",
      describe: (m) =>
        m.submitJobSync("Do", {
          JobName: "j",
          JobQueue: token("queue"),
          JobDefinition: token("definition"),
          ContainerOverrides: { Environment: [{ Name: "ID", Value: m.input.id }] },
        }),
      args: {
        JobName: "j",
        JobQueue: arns.queue,
        JobDefinition: arns.definition,
        ContainerOverrides: {
          Environment: [{ Name: "ID", Value: "{% $states.context.Execution.Input.id %}" }],
        },
      },
      rights: [
        "batch:DescribeJobs *",
        `batch:SubmitJob ${arns.definition.replace(/:7$/, ":*")}`,
        `batch:SubmitJob ${arns.queue}`,
        `batch:TerminateJob ${arn("batch", "job/*")}`,
        ...ruleRights("BatchJobs"),
      ],
    },
    "runMultiNodeJob, without an EventBridge rule,": {
      resource: "aws-sdk:batch:submitJob",
      describe: (m) =>
        m.runMultiNodeJob("Do", {
          JobName: "j",
          JobQueue: token("queue"),
          JobDefinition: token("definition"),
          NodeOverrides: { NumNodes: 4 },
        }),
      args: {
        JobName: "j",
        JobQueue: arns.queue,
        JobDefinition: arns.definition,
        NodeOverrides: { NumNodes: 4 },
      },
      rights: [
        "batch:DescribeJobs *",
        `batch:SubmitJob ${arns.definition.replace(/:7$/, ":*")}`,
        `batch:SubmitJob ${arns.queue}`,
        `batch:TerminateJob ${arn("batch", "job/*")}`,
      ],
    },
  });
});
