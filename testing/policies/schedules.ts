import { schedule } from "../../policies/kit/resource-types.ts";

const target = {
  arn: "arn:aws:states:eu-central-1:000000000000:stateMachine:import",
  roleArn: "arn:aws:iam::000000000000:role/import-schedule",
  deadLetterConfig: { arn: "arn:aws:sqs:eu-central-1:000000000000:import-dead-letters" },
};

/** A schedule that complies with every rule, with some properties of it and of its target changed. */
export function scheduleWith(changed: object, changedTarget: object = {}) {
  return {
    type: schedule,
    name: "import",
    props: {
      scheduleExpression: "cron(0 3 * * ? *)",
      scheduleExpressionTimezone: "Europe/Warsaw",
      flexibleTimeWindow: { mode: "OFF" },
      target: { ...target, ...changedTarget },
      ...changed,
    },
  };
}
