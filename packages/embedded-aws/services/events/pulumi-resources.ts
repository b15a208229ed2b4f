import { z } from "zod";
import { regionalArn } from "../../providers/arn.ts";
import { named, parseJson, readInputs } from "../../providers/inputs.ts";
import { uuid } from "../../providers/physical-id.ts";
import type { ResourceTypes } from "../../providers/resource-type.ts";
import type { Events } from "./events.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const naming = { maxLength: 64 };

const rule = z.object({
  ...named,
  eventPattern: z.string().optional(),
  scheduleExpression: z.string().optional(),
  eventBusName: z.string().optional(),
  state: z.enum(["ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"]).optional(),
  isEnabled: z.boolean().default(true),
});
const target = z.object({
  rule: z.string(),
  arn: z.string(),
  targetId: z.string().optional(),
  eventBusName: z.string().optional(),
  input: z.string().optional(),
  inputPath: z.string().optional(),
  inputTransformer: z
    .object({ inputPaths: z.record(z.string(), z.string()).default({}), inputTemplate: z.string() })
    .optional(),
});

export const resources: ResourceTypes<Events> = {
  "aws:cloudwatch/eventRule:EventRule": {
    naming,
    inputs: rule,
    create(resource, { region, service: events, warn }) {
      const { name, eventPattern, scheduleExpression, eventBusName, state, isEnabled } = readInputs(
        rule,
        resource,
      );
      const pattern = eventPattern === undefined ? undefined : parseJson("eventPattern", eventPattern);
      if (pattern === undefined || !isDefault(eventBusName)) {
        const what = scheduleExpression === undefined ? `the bus ${eventBusName}` : "a schedule";
        warn(resource, `the embedded AWS has rules with a pattern on the default bus; ${what} sends nothing`);
      }
      const enabled = state === undefined ? isEnabled : state !== "DISABLED";
      events?.putRule({ name, bus: eventBusName, pattern, enabled });
      return { id: name, outputs: { name, arn: regionalArn("events", region, `rule/${name}`), region } };
    },
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    inputs: target,
    create(resource, { digits, service: events, warn }) {
      const { rule: ruleName, targetId, eventBusName, ...given } = readInputs(target, resource);
      const id = targetId ?? uuid(digits);
      if (!/^arn:aws:(lambda|sns|logs):/.test(given.arn))
        warn(
          resource,
          `the embedded AWS sends events to functions, topics and log groups, not to ${given.arn}`,
        );
      events?.putTarget({ name: ruleName, bus: eventBusName }, { id, ...given });
      return { id: `${ruleName}-${id}`, outputs: { targetId: id } };
    },
  },
};

function isDefault(eventBusName: string | undefined): boolean {
  return eventBusName === undefined || eventBusName === "default";
}
