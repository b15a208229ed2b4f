import { Resource } from "@pulumi/aws/cloudcontrol/resource.js";
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { ComponentResource, getProject, getStack } from "@pulumi/pulumi";
import { ArgumentChecks } from "../argument-error.ts";

export interface ConsumableResourceArgs {
  /** How much there is for all running jobs together, for example 20 connections to a database. At least 1. */
  readonly total: number;
  /** A provider's default tags do not reach what Cloud Control makes. @default none */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Something of which there is only so much: AWS Batch starts a job that asks for some of it when there is enough, and counts it as
 * free again when the job has ended. https://docs.aws.amazon.com/batch/latest/userguide/resource-aware-scheduling.html
 *
 * Made through Cloud Control, as @pulumi/aws has no resource for it.
 */
export class ConsumableResource extends ComponentResource {
  readonly resource: Resource;
  readonly arn: Output<string>;

  constructor(name: string, args: ConsumableResourceArgs, options?: ComponentResourceOptions) {
    super("batchline:compute:ConsumableResource", name, {}, options);
    new ArgumentChecks("ConsumableResource", name).wholeNumber(
      "total",
      args.total,
      1,
      Number.MAX_SAFE_INTEGER,
    );
    this.resource = new Resource(
      name,
      {
        typeName: "AWS::Batch::ConsumableResource",
        // The name and the type cannot be changed in place, the quantity and the tags can.
        // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-consumableresource.html
        desiredState: JSON.stringify({
          // Autonaming does not reach into the JSON, and names are unique in an account and region.
          ConsumableResourceName: `${getProject()}-${getStack()}-${name}`,
          ResourceType: "REPLENISHABLE",
          TotalQuantity: args.total,
          ...(args.tags && { Tags: args.tags }),
        }),
      },
      { parent: this },
    );
    // The primary identifier of the type, which is what the provider takes for its id.
    this.arn = this.resource.id;
    this.registerOutputs({ arn: this.arn });
  }
}
