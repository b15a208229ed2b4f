import { z } from "zod";
import { regionalArn } from "../../providers/arn.ts";
import { alsoReplacing } from "../../providers/difference.ts";
import { readInputs } from "../../providers/inputs.ts";
import type { ResourceTypes } from "../../providers/resource-type.ts";
import type { Batch } from "./batch.ts";
import { jsonDocument } from "./pulumi/json-document.ts";
import { unlessGone } from "./pulumi/unless-gone.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-consumableresource.html */
const consumableResource = z.strictObject({
  // CloudFormation would invent a missing name, on which a program must not rely.
  ConsumableResourceName: z.string(),
  ResourceType: z.enum(["REPLENISHABLE", "NON_REPLENISHABLE"]),
  TotalQuantity: z.int().min(0),
  Tags: z.record(z.string(), z.string()).default({}),
});

const knownType = "AWS::Batch::ConsumableResource";

const resource = z.object({
  typeName: z.literal(knownType, {
    error: ({ input }) =>
      `of Cloud Control's types the embedded AWS knows ${knownType}, not ${input}; ` +
      "add it to packages/embedded-aws/services/batch/cloud-control-resources.ts",
  }),
  desiredState: jsonDocument.pipe(consumableResource),
});

/** Resources without a type in the provider, which programs create through Cloud Control. */
export const cloudControl: ResourceTypes<Batch> = {
  "aws:cloudcontrol/resource:Resource": {
    inputs: resource,
    create(registration, { service: batch, region }) {
      const { desiredState: wanted } = readInputs(resource, registration);
      const arn = regionalArn("batch", region, `consumable-resource/${wanted.ConsumableResourceName}`);
      batch?.createConsumableResource({
        consumableResourceName: wanted.ConsumableResourceName,
        resourceType: wanted.ResourceType,
        totalQuantity: wanted.TotalQuantity,
        tags: wanted.Tags,
      });
      // The id is the type's primary identifier.
      return { id: arn, outputs: { properties: propertiesOf(arn, wanted, 0), region } };
    },
    diff(registration, existing, difference) {
      const [after, before] = [registration, existing].map(
        ({ inputs }) => resource.safeParse(inputs).data?.desiredState,
      );
      const isOther =
        after?.ConsumableResourceName !== before?.ConsumableResourceName ||
        after?.ResourceType !== before?.ResourceType;
      const isKnown = after !== undefined && before !== undefined;
      return isKnown && isOther
        ? alsoReplacing(difference, registration, undefined, (path) => path === "desiredState")
        : difference;
    },
    update(registration, { id }, { service: batch, region }) {
      const { desiredState: wanted } = readInputs(resource, registration);
      batch?.updateConsumableResource({ consumableResource: id, quantity: wanted.TotalQuantity });
      const inUse = batch?.describeConsumableResource(id)?.inUseQuantity ?? 0;
      return { id, outputs: { properties: propertiesOf(id, wanted, inUse), region } };
    },
    exists: ({ id }, { service: batch }) => batch && batch.consumables.find(id) !== undefined,
    delete: ({ id }, { service: batch }) => unlessGone(() => batch?.deleteConsumableResource(id)),
  },
};

/** What Cloud Control reads back. */
function propertiesOf(arn: string, wanted: z.output<typeof consumableResource>, inUse: number): string {
  return JSON.stringify({
    ...wanted,
    ConsumableResourceArn: arn,
    InUseQuantity: inUse,
    AvailableQuantity: Math.max(0, wanted.TotalQuantity - inUse),
  });
}
