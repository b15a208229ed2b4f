import { z } from "zod";
import { stateMachine } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

const levels = ["ALL", "ERROR", "FATAL"] as const;

export const stateMachineLogging = resourceRule({
  name: "state-machine-logging",
  code: "BL-P054",
  title: "A state machine writes a log, at least of its errors",
  severity: "medium",
  enforcement: "mandatory",
  remediation:
    "Set loggingConfiguration with a level and a logDestination, as components/workflow/workflow.ts does. The role needs the rights to deliver logs.",
  config: z.object({
    levels: z.array(z.enum(levels)).min(1).default(["ALL", "ERROR"]).describe("Levels that are accepted."),
  }),
  checks: ({ levels: accepted }) => [
    on(stateMachine, ({ props }, { apart, report }) => {
      const logging = props.loggingConfiguration;
      if (logging === undefined) return report("loggingConfiguration is missing");
      apart(() => {
        const level = logging.level ?? "OFF"; // the API's default
        if (!accepted.some((one) => one === level))
          report(`loggingConfiguration.level is ${level}; accepted: ${accepted.join(", ")}`);
      });
      if (!("logDestination" in logging)) report("loggingConfiguration.logDestination is missing");
    }),
  ],
});
