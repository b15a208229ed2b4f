import { z } from "zod";
import { onContainers } from "../kit/jobs/containers.ts";
import { resourceRule } from "../kit/rule.ts";

export const jobLogging = resourceRule({
  name: "job-logging",
  code: "BL-P026",
  title: "A job's containers send their logs off the instance, to a log group of the program",
  severity: "medium",
  fix: "Set logConfiguration to awslogs with awslogs-group, as components/jobs/container-properties.ts does. By default Batch writes to /aws/batch/job, which all jobs of the account share and where lines never expire.",
  config: z.object({
    drivers: z
      .array(z.string())
      .default(["awslogs", "awsfirelens", "splunk"])
      .describe("Allowed log drivers: those that send lines off the instance."),
  }),
  checks: ({ drivers }) =>
    onContainers(({ path, container: { logConfiguration } }, { report }) => {
      if (logConfiguration === undefined) return report(`${path}.logConfiguration`, "is missing");
      const { logDriver, options } = logConfiguration;
      if (logDriver === undefined || !drivers.includes(logDriver))
        report(
          `${path}.logConfiguration.logDriver`,
          `is ${logDriver ?? "missing"}; allowed: ${drivers.join(", ")}`,
        );
      else if (logDriver === "awslogs" && !options["awslogs-group"])
        report(`${path}.logConfiguration.options`, "have no awslogs-group: the lines go to /aws/batch/job");
    }),
});
