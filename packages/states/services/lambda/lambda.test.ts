import { lambdaFunction, token } from "../../index.ts";
import { arns, testTasks } from "../../testing/service-tasks.ts";

describe("tasks of Lambda", () => {
  testTasks({
    invokeWithCallback: {
      resource: "lambda:invoke.waitForTaskToken",
      describe: (m) =>
        m.invokeWithCallback("Do", lambdaFunction<{ reply: string }, string>(token("fn")), (reply) => ({
          reply,
        })),
      args: { FunctionName: arns.fn, Payload: { reply: "{% $states.context.Task.Token %}" } },
      rights: [`lambda:InvokeFunction ${arns.fn}`],
    },
  });
});
