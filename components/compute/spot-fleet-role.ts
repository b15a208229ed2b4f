import * as iam from "@pulumi/aws/iam/index.js";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { ComponentResource } from "@pulumi/pulumi";
import { trustsService } from "../policy-document.ts";

/**
 * What Spot Fleet takes on to start, tag and end instances. Only `BEST_FIT` on Spot needs it; every other way of
 * allocating uses EC2 Fleet through Batch's service-linked role.
 * https://docs.aws.amazon.com/batch/latest/userguide/spot_fleet_IAM_role.html
 */
export class SpotFleetRole extends ComponentResource {
  readonly role: iam.Role;
  readonly attachment: iam.RolePolicyAttachment;

  constructor(name: string, options?: ComponentResourceOptions) {
    super("batchline:compute:SpotFleetRole", name, {}, options);
    const parent = { parent: this };
    this.role = new iam.Role(
      name,
      {
        description: "Spot Fleet, for AWS Batch",
        assumeRolePolicy: trustsService("spotfleet.amazonaws.com"),
      },
      parent,
    );
    // Not AmazonEC2SpotFleetRole: that one may not tag, and Batch then loses sight of its instances.
    this.attachment = new iam.RolePolicyAttachment(
      name,
      {
        role: this.role.name,
        policyArn: "arn:aws:iam::aws:policy/service-role/AmazonEC2SpotFleetTaggingRole",
      },
      parent,
    );
    this.registerOutputs({ roleArn: this.role.arn });
  }
}
