import { z } from "zod";
import { regionalArn } from "../../providers/arn.ts";
import { readInputs } from "../../providers/inputs.ts";
import type { ResourceTypes } from "../../providers/resource-type.ts";
import type { Batch } from "./batch.ts";
import { jsonDocument } from "./pulumi-resources.ts";

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
      // The id is the type's primary identifier, and `properties` what Cloud Control reads back.
      const properties = {
        ...wanted,
        ConsumableResourceArn: arn,
        InUseQuantity: 0,
        AvailableQuantity: wanted.TotalQuantity,
      };
      return { id: arn, outputs: { properties: JSON.stringify(properties), region } };
    },
  },
};
