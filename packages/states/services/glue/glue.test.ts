import { arns, testTasks } from "../../testing/service-tasks.ts";

describe("tasks of Glue", () => {
  testTasks({
    "glue.startJobRun": {
      resource: "glue:startJobRun",
      describe: (m) => m.glue.startJobRun("Do", { Job: arns.job, Arguments: { "--id": m.input.id } }),
      args: { JobName: "nightly", Arguments: { "--id": "{% $states.context.Execution.Input.id %}" } },
      rights: [`glue:StartJobRun ${arns.job}`],
    },
    "glue.startJobRunSync": {
      resource: "glue:startJobRun.sync",
      describe: (m) => m.glue.startJobRunSync("Do", { Job: arns.job }),
      args: { JobName: "nightly" },
      rights: ["BatchStopJobRun", "GetJobRun", "GetJobRuns", "StartJobRun"].map(
        (action) => `glue:${action} ${arns.job}`,
      ),
    },
  });
});
