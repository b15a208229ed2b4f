import { token } from "../../index.ts";
import { arn, arns, ruleRights, testTasks } from "../../testing/service-tasks.ts";

describe("tasks of Batch", () => {
  testTasks({
    "submitJobSync of a multi-node job": {
      resource: "batch:submitJob.sync",
      describe: (m) =>
        m.submitJobSync("Do", {
          JobName: "j",
          JobQueue: token("queue"),
          JobDefinition: token("definition"),
          NodeOverrides: {
            NumNodes: 4,
            NodePropertyOverrides: [
              { TargetNodes: "1:", ContainerOverrides: { Environment: [{ Name: "ID", Value: m.input.id }] } },
            ],
          },
        }),
      args: {
        JobName: "j",
        JobQueue: arns.queue,
        JobDefinition: arns.definition,
        NodeOverrides: {
          NumNodes: 4,
          NodePropertyOverrides: [
            {
              TargetNodes: "1:",
              ContainerOverrides: {
                Environment: [{ Name: "ID", Value: "{% $states.context.Execution.Input.id %}" }],
              },
            },
          ],
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
  });
});
