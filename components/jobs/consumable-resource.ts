import { Resource } from "@pulumi/aws/cloudcontrol/resource.js";
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { ComponentResource, getProject, getStack } from "@pulumi/pulumi";
import { ArgumentChecks } from "../argument-error.ts";

interface ConsumableResourceArgs {
  /** The units that all running jobs share, at least 1. @example 20 */
  readonly total: number;
  /** The provider's default tags do not reach resources of Cloud Control. @default none @example { application: "shop" } */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * A limited resource, such as connections to a database. AWS Batch starts a job only when enough units are free, and
 * frees them when the job ends. https://docs.aws.amazon.com/batch/latest/userguide/resource-aware-scheduling.html
 * Made through Cloud Control, because @pulumi/aws has no resource type for it. @throws {ArgumentError}
 * @example new ConsumableResource("orders-database", { total: 20 });
 */
export class ConsumableResource extends ComponentResource {
  readonly resource: Resource;
  readonly arn: Output<string>;

  constructor(name: string, args: ConsumableResourceArgs, options?: ComponentResourceOptions) {
    super("batchline:compute:ConsumableResource", name, {}, options);
    const { total, tags } = args;
    new ArgumentChecks("ConsumableResource", name).wholeNumber("total", total, 1, Number.MAX_SAFE_INTEGER);
    // Quantity and tags can be changed in place; name and type cannot.
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-consumableresource.html
    const desiredState = JSON.stringify({
      // Names are unique in an account and region, and autonaming does not reach into the JSON.
      ConsumableResourceName: `${getProject()}-${getStack()}-${name}`,
      ResourceType: "REPLENISHABLE",
      TotalQuantity: total,
      Tags: tags,
    });
    const typeName = "AWS::Batch::ConsumableResource";
    this.resource = new Resource(name, { typeName, desiredState }, { parent: this });
    // The provider's id is the type's primary identifier: the ARN.
    this.arn = this.resource.id;
    this.registerOutputs({ arn: this.arn });
  }
}

/** One ConsumableResource for each entry of `totals` (name → units). */
export function makeConsumableResources(
  totals: Readonly<Record<string, number>>,
  tags: Readonly<Record<string, string>>,
  options: ComponentResourceOptions,
): ReadonlyMap<string, ConsumableResource> {
  const make = (name: string, total: number) => new ConsumableResource(name, { total, tags }, options);
  return new Map(Object.entries(totals).map(([name, total]) => [name, make(name, total)]));
}
