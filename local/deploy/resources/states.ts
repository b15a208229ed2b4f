import { z } from "zod";
import { regionalArn } from "../arn.ts";
import type { Realisations } from "../deployment.ts";
import { naming, readInputs } from "../inputs.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const stateMachineName = { maxLength: 80 };

const stateMachine = z.object({
  ...naming,
  definition: z.string(),
  roleArn: z.string(),
  type: z.string().default("STANDARD"),
});

/** Step Functions. */
export const states: Realisations = {
  "aws:sfn/stateMachine:StateMachine": (resource, { names, region, stepFunctions }) => {
    const { definition, roleArn, type, ...given } = readInputs(stateMachine, resource);
    const name = names.of(resource, given, stateMachineName);
    const arn = regionalArn("states", region, `stateMachine:${name}`);
    stepFunctions.createStateMachine({ name, arn, roleArn, definition, type });
    return { id: arn, outputs: { arn, name, type, status: "ACTIVE", region } };
  },
};
