import { z } from "zod";
import { regionalArn } from "../../providers/arn.ts";
import { json, parseJson, readInputs } from "../../providers/inputs.ts";
import type { ResourceType, ResourceTypes } from "../../providers/resource-type.ts";
import type { Batch } from "./batch.ts";

const resource = z.object({ typeName: z.string(), desiredState: json });

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-consumableresource.html */
const consumableResource = z.strictObject({
  // CloudFormation makes a name up where there is none; which one is not for a program to rely on.
  ConsumableResourceName: z.string(),
  ResourceType: z.enum(["REPLENISHABLE", "NON_REPLENISHABLE"]),
  TotalQuantity: z.int().min(0),
  Tags: z.record(z.string(), z.string()).default({}),
});

type Create = ResourceType<Batch>["create"];

/** CloudFormation type → how a desired state of it is created. */
const types: Readonly<Record<string, (state: unknown, ...rest: Parameters<Create>) => ReturnType<Create>>> = {
  "AWS::Batch::ConsumableResource": (state, _resource, { service: batch, region }) => {
    const wanted = readState(consumableResource, state);
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
};

/** What the program makes through Cloud Control, for want of a resource type in the provider. */
export const cloudControl: ResourceTypes<Batch> = {
  "aws:cloudcontrol/resource:Resource": {
    create(registration, deployment) {
      const { typeName, desiredState } = readInputs(resource, registration);
      const create = Object.hasOwn(types, typeName) ? types[typeName] : undefined;
      if (create === undefined) {
        throw new Error(
          `typeName: of Cloud Control's types the embedded AWS knows ${Object.keys(types).join(", ")}, not ${typeName}; ` +
            "add it to packages/embedded-aws/services/batch/cloud-control-resources.ts",
        );
      }
      return create(parseJson("desiredState", desiredState), registration, deployment);
    },
  },
};

/** Throws with the path of the first property that is not as the type's schema has it. */
function readState<S extends z.ZodType>(schema: S, state: unknown): z.output<S> {
  const result = schema.safeParse(state);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(`${["desiredState", ...(issue?.path ?? [])].join(".")}: ${issue?.message}`);
}
