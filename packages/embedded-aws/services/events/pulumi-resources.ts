import type { Registration } from "@batchline/pulumi-engine";
import { z } from "zod";
import { checkInput, validationError } from "../../host/gateway/input-check.ts";
import { named, parseJson, readInputs, textOf } from "../../providers/inputs.ts";
import { uuid } from "../../providers/physical-id.ts";
import type { ResourceContext, ResourceType, ResourceTypes } from "../../providers/resource-type.ts";
import { unlessGone } from "../../providers/unless-gone.ts";
import { coverage } from "./coverage.ts";
import type { Events } from "./events.ts";
import { ruleArn } from "./rules.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const naming = { maxLength: 64, pattern: /^[\w.-]+$/ };

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
  deadLetterConfig: z.object({ arn: z.string().optional() }).optional(),
});

const putRule: ResourceType<Events>["create"] = (resource, { region, service: events, warn }) => {
  const inputs = readInputs(rule, resource);
  const { name, eventPattern, scheduleExpression, eventBusName: bus, state, isEnabled } = inputs;
  const pattern = eventPattern === undefined ? undefined : parseJson("eventPattern", eventPattern);
  if (pattern === undefined || !isDefault(bus)) {
    const what = scheduleExpression === undefined ? `the bus ${bus}` : "a schedule";
    warn(resource, `the embedded AWS has rules with a pattern on the default bus; ${what} sends nothing`);
  }
  checkInput(
    { model: "events", coverage, frame: validationError("ValidationException") },
    "PutRule",
    { Name: name, EventPattern: eventPattern, ScheduleExpression: scheduleExpression, EventBusName: bus },
    "",
  );
  const enabled = state === undefined ? isEnabled : state !== "DISABLED";
  events?.putRule({ name, bus, pattern, enabled });
  return { id: name, outputs: { name, arn: ruleArn(region, { name, bus }), region } };
};

function putTarget(
  resource: Registration,
  { service: events, warn }: ResourceContext<Events>,
  targetId: string,
) {
  const { rule: name, eventBusName: bus, targetId: _, ...given } = readInputs(target, resource);
  if (!/^arn:aws:(lambda|sns|logs):/.test(given.arn))
    warn(resource, `the embedded AWS sends events to functions, topics and log groups, not to ${given.arn}`);
  events?.putTarget({ name, bus }, { id: targetId, ...given });
  return { id: `${name}-${targetId}`, outputs: { targetId } };
}

export const resources: ResourceTypes<Events> = {
  "aws:cloudwatch/eventRule:EventRule": {
    naming,
    inputs: rule,
    create: putRule,
    update: (resource, _, context) => putRule(resource, context),
    delete(existing, { service: events }) {
      const { name, eventBusName: bus } = readInputs(rule, existing);
      events?.deleteRule({ name, bus });
    },
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    inputs: target,
    create: (resource, context) =>
      putTarget(resource, context, textOf(resource.inputs.targetId) ?? uuid(context.digits)),
    update: (resource, { outputs }, context) => putTarget(resource, context, String(outputs.targetId)),
    delete({ inputs, outputs }, { service: events }) {
      const { rule: name, eventBusName: bus } = readInputs(target, { inputs });
      return unlessGone(["ResourceNotFoundException"], () =>
        events?.removeTarget({ name, bus }, String(outputs.targetId)),
      );
    },
  },
};

function isDefault(eventBusName: string | undefined): boolean {
  return eventBusName === undefined || eventBusName === "default";
}
