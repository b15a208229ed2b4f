import * as iam from "@pulumi/aws/iam/index.js";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { ComponentResource } from "@pulumi/pulumi";
import { policyDocument, readsSecret, trustsService } from "./policy-document.ts";

export interface InstanceRoleArgs {
  /** The one secret that an instance reads at boot. @default none */
  readonly secretArn?: string;
}

/**
 * What an instance itself may do: be a part of its ECS cluster. Pulling images and writing logs are the jobs' execution
 * role's, so unlike with AWS's AmazonEC2ContainerServiceforEC2Role an instance can read no image and no log group.
 */
export class InstanceRole extends ComponentResource {
  readonly role: iam.Role;
  readonly policy: iam.RolePolicy;
  readonly profile: iam.InstanceProfile;

  constructor(name: string, { secretArn }: InstanceRoleArgs, options?: ComponentResourceOptions) {
    super("batchline:compute:InstanceRole", name, {}, options);
    const parent = { parent: this };
    this.role = new iam.Role(
      name,
      { description: "EC2 instances of AWS Batch", assumeRolePolicy: trustsService("ec2.amazonaws.com") },
      parent,
    );
    this.policy = new iam.RolePolicy(
      name,
      {
        role: this.role.name,
        // Batch makes the clusters and names them; there is no narrower resource to give.
        policy: policyDocument(
          {
            Effect: "Allow",
            Action: [
              "ecs:DeregisterContainerInstance",
              "ecs:DiscoverPollEndpoint",
              "ecs:Poll",
              "ecs:RegisterContainerInstance",
              "ecs:StartTelemetrySession",
              "ecs:SubmitAttachmentStateChanges",
              "ecs:SubmitContainerStateChange",
              "ecs:SubmitTaskStateChange",
              "ecs:UpdateContainerInstancesState",
            ],
            Resource: "*",
          },
          {
            Effect: "Allow",
            Action: "ecs:TagResource",
            Resource: "*",
            Condition: { StringEquals: { "ecs:CreateAction": "RegisterContainerInstance" } },
          },
          ...(secretArn === undefined ? [] : [readsSecret(secretArn)]),
        ),
      },
      parent,
    );
    this.profile = new iam.InstanceProfile(name, { role: this.role.name }, parent);
    this.registerOutputs({ profileArn: this.profile.arn });
  }
}
