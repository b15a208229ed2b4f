import { z } from "zod";
import { onContainers } from "../kit/jobs/containers.ts";
import { resourceRule } from "../kit/rule.ts";

export const jobLogging = resourceRule({
  name: "job-logging",
  code: "BL-P026",
  title:
    "A job's containers write their logs where they outlast the instance, in a group that the program made",
  severity: "medium",
  enforcement: "mandatory",
  remediation:
    "Set logConfiguration to awslogs with awslogs-group, as components/jobs/container-properties.ts does. Without it Batch writes to /aws/batch/job, for all jobs of the account together, where lines never expire.",
  config: z.object({
    drivers: z
      .array(z.string())
      .default(["awslogs", "awsfirelens", "splunk"])
      .describe("Log drivers that take lines off the instance to where they are kept."),
  }),
  checks: ({ drivers }) => [
    onContainers(({ path, container: { logConfiguration } }, { report }) => {
      if (logConfiguration === undefined) return report(`${path}.logConfiguration is missing`);
      const { logDriver, options } = logConfiguration;
      if (logDriver === undefined || !drivers.includes(logDriver))
        report(
          `${path}.logConfiguration.logDriver is ${logDriver ?? "missing"}; those allowed are ${drivers.join(", ")}`,
        );
      else if (logDriver === "awslogs" && !options["awslogs-group"])
        report(`${path}.logConfiguration.options has no awslogs-group: the lines go to /aws/batch/job`);
    }),
  ],
});
