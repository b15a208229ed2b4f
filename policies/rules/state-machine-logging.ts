import { z } from "zod";
import { stateMachine } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

const levels = ["ALL", "ERROR", "FATAL"] as const;

export const stateMachineLogging = resourceRule({
  name: "state-machine-logging",
  code: "BL-P054",
  title: "A state machine logs at least its errors",
  severity: "medium",
  fix: "Set loggingConfiguration with a level and a logDestination, as components/workflow/workflow.ts does. The role needs permissions to deliver logs.",
  config: z.object({
    levels: z.array(z.enum(levels)).min(1).default(["ALL", "ERROR"]).describe("Accepted levels."),
  }),
  checks: ({ levels: accepted }) =>
    on(stateMachine, ({ props }, { separately, report }) => {
      const logging = props.loggingConfiguration;
      if (logging === undefined) return report("loggingConfiguration", "is missing");
      separately(() => {
        const level = logging.level ?? "OFF"; // the API's default
        if (!accepted.some((one) => one === level))
          report("loggingConfiguration.level", `is ${level}; accepted: ${accepted.join(", ")}`);
      });
      if (!("logDestination" in logging)) report("loggingConfiguration.logDestination", "is missing");
    }),
});
