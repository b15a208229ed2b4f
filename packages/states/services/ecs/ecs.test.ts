import { token } from "../../index.ts";
import { arn, arns, ruleRights, testTasks } from "../../testing/service-tasks.ts";

describe("tasks of ECS", () => {
  testTasks({
    "ecs.runTask": {
      resource: "ecs:runTask",
      describe: (m) =>
        m.ecs.runTask("Do", { Cluster: token("cluster"), TaskDefinition: token("task") }, { roles: [] }),
      args: { Cluster: arns.cluster, TaskDefinition: arns.task },
      rights: [`ecs:RunTask ${arns.task}`],
    },
    "ecs.runTaskSync": {
      resource: "ecs:runTask.sync",
      describe: (m) =>
        m.ecs.runTaskSync(
          "Do",
          {
            Cluster: token("cluster"),
            TaskDefinition: token("task"),
            LaunchType: "FARGATE",
            NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ["s"] } },
          },
          { roles: [token("role")] },
        ),
      args: {
        Cluster: arns.cluster,
        TaskDefinition: arns.task,
        LaunchType: "FARGATE",
        NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ["s"] } },
      },
      rights: [
        `ecs:DescribeTasks ${arn("ecs", "task/main/*")}`,
        `ecs:StopTask ${arn("ecs", "task/main/*")}`,
        `ecs:RunTask ${arns.task}`,
        ...ruleRights("ECSTask"),
        `iam:PassRole ${arns.role}`,
      ],
    },
    "ecs.runTaskWithCallback": {
      resource: "ecs:runTask.waitForTaskToken",
      describe: (m) =>
        m.ecs.runTaskWithCallback(
          "Do",
          (Value) => ({
            Cluster: token("cluster"),
            TaskDefinition: token("task"),
            Overrides: { ContainerOverrides: [{ Name: "main", Environment: [{ Name: "TOKEN", Value }] }] },
          }),
          { roles: [] },
        ),
      args: {
        Cluster: arns.cluster,
        TaskDefinition: arns.task,
        Overrides: {
          ContainerOverrides: [
            { Name: "main", Environment: [{ Name: "TOKEN", Value: "{% $states.context.Task.Token %}" }] },
          ],
        },
      },
      rights: [`ecs:RunTask ${arns.task}`],
    },
  });
});
