import { z } from "zod";
import { regionalArn } from "../../providers/arn.ts";
import { named, readInputs, tags } from "../../providers/inputs.ts";
import type { ResourceTypes } from "../../providers/resource-type.ts";
import { waitAsProvider } from "../../providers/wait-as-provider.ts";
import type { StepFunctions } from "./step-functions.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const naming = { maxLength: 80, pattern: /^[\w-]+$/ };

const stateMachine = z.object({
  ...named,
  tags,
  definition: z.string(),
  roleArn: z.string(),
  type: z.string().default("STANDARD"),
  loggingConfiguration: z
    .object({
      level: z.enum(["ALL", "ERROR", "FATAL", "OFF"]).default("OFF"),
      includeExecutionData: z.boolean().default(false),
      /** A log group's ARN with `:*`. */
      logDestination: z.string().optional(),
    })
    .optional(),
});

export const resources: ResourceTypes<StepFunctions> = {
  "aws:sfn/stateMachine:StateMachine": {
    naming,
    inputs: stateMachine,
    create(resource, { region, service: stepFunctions }) {
      const { name, type, ...inputs } = readInputs(stateMachine, resource);
      const { definition, roleArn, loggingConfiguration, tags = {} } = inputs;
      const arn = regionalArn("states", region, `stateMachine:${name}`);
      const logging = loggingOf(loggingConfiguration);
      stepFunctions?.createStateMachine({ name, arn, roleArn, definition, type, tags, ...logging });
      return { id: arn, outputs: { arn, name, type, status: "ACTIVE", region } };
    },
    /** A removed loggingConfiguration stays as it is. */
    update(resource, { id: arn }, { region, service: stepFunctions }) {
      const { name, type, ...inputs } = readInputs(stateMachine, resource);
      const { definition, roleArn, loggingConfiguration, tags = {} } = inputs;
      const logging = loggingOf(loggingConfiguration);
      stepFunctions?.updateStateMachine(arn, { definition, roleArn, tags, ...logging });
      return { id: arn, outputs: { arn, name, type, status: "ACTIVE", region } };
    },
    exists: ({ id }, { service: stepFunctions }) => stepFunctions?.hasStateMachine(id),
    async delete(existing, { service: stepFunctions }) {
      if (stepFunctions === undefined) return;
      const { clock } = stepFunctions;
      const what = `Step Functions State Machine (${existing.id})`;
      const gone = stepFunctions.deleteStateMachine(existing.id);
      await waitAsProvider(gone, existing, { clock, change: "delete", what, minutes: 5 });
    },
  },
};

function loggingOf(given: z.output<typeof stateMachine>["loggingConfiguration"]) {
  if (given === undefined) return {};
  const { logDestination: logGroupArn, ...rest } = given;
  const destinations = logGroupArn === undefined ? [] : [{ cloudWatchLogsLogGroup: { logGroupArn } }];
  return { loggingConfiguration: { ...rest, destinations } };
}
