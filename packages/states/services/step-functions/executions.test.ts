import { stateMachine, token } from "../../index.ts";
import { arn, arns, ruleRights, testTasks } from "../../testing/service-tasks.ts";

describe("tasks of Step Functions", () => {
  testTasks({
    "executions.start": {
      resource: "states:startExecution",
      describe: (m) =>
        m.executions.start(
          "Do",
          stateMachine<{ id: string }>(token("other")),
          { id: m.input.id },
          { executionName: "x" },
        ),
      args: {
        StateMachineArn: arns.other,
        Input: { id: "{% $states.context.Execution.Input.id %}" },
        Name: "x",
      },
      rights: [`states:StartExecution ${arns.other}`],
    },
    "executions.startSync": {
      resource: "states:startExecution.sync:2",
      describe: (m) =>
        m.executions.startSync("Do", stateMachine<{ id: string }>(token("other")), { id: "1" }),
      args: { StateMachineArn: arns.other, Input: { id: "1" } },
      rights: [
        ...ruleRights("StepFunctionsExecution"),
        `states:DescribeExecution ${arn("states", "execution:other:*")}`,
        `states:StopExecution ${arn("states", "execution:other:*")}`,
        `states:StartExecution ${arns.other}`,
      ],
    },
    "executions.startWithCallback": {
      resource: "states:startExecution.waitForTaskToken",
      describe: (m) =>
        m.executions.startWithCallback("Do", stateMachine<{ reply: string }>(token("other")), (reply) => ({
          reply,
        })),
      args: { StateMachineArn: arns.other, Input: { reply: "{% $states.context.Task.Token %}" } },
      rights: [`states:StartExecution ${arns.other}`],
    },
  });
});
