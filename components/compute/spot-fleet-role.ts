import * as iam from "@pulumi/aws/iam/index.js";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { ComponentResource } from "@pulumi/pulumi";
import { trustsService } from "../policy-document.ts";

/**
 * The role with which Spot Fleet starts, tags and ends instances. Only `BEST_FIT` on Spot needs it; other strategies
 * use EC2 Fleet through Batch's service-linked role.
 * https://docs.aws.amazon.com/batch/latest/userguide/spot_fleet_IAM_role.html
 * @example new SpotFleetRole("compute-fleet");
 */
export class SpotFleetRole extends ComponentResource {
  readonly role: iam.Role;
  readonly attachment: iam.RolePolicyAttachment;

  constructor(name: string, options?: ComponentResourceOptions) {
    super("batchline:compute:SpotFleetRole", name, {}, options);
    const parent = { parent: this };
    const assumeRolePolicy = trustsService("spotfleet.amazonaws.com");
    this.role = new iam.Role(name, { description: "Spot Fleet, for AWS Batch", assumeRolePolicy }, parent);
    // AmazonEC2SpotFleetRole may not tag, and then Batch does not find its instances.
    const policyArn = "arn:aws:iam::aws:policy/service-role/AmazonEC2SpotFleetTaggingRole";
    this.attachment = new iam.RolePolicyAttachment(name, { role: this.role.name, policyArn }, parent);
    this.registerOutputs({ roleArn: this.role.arn });
  }
}
