import * as iam from "@pulumi/aws/iam/index.js";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { ComponentResource } from "@pulumi/pulumi";
import { policyDocument, readsSecret, type Statement, trustsService } from "../policy-document.ts";

interface InstanceRoleArgs {
  /** ARN of a secret that instances read at boot. @default none @example "arn:aws:secretsmanager:eu-central-1:123456789012:secret:registry-AbCdEf" */
  readonly secretArn?: string;
}

/**
 * Lets an instance join its ECS cluster, and nothing else. Jobs' execution roles pull images and write logs. AWS's
 * AmazonEC2ContainerServiceforEC2Role would let every instance do both.
 * @example new InstanceRole("compute-instances", {});
 */
export class InstanceRole extends ComponentResource {
  readonly role: iam.Role;
  readonly policy: iam.RolePolicy;
  readonly profile: iam.InstanceProfile;

  constructor(name: string, { secretArn }: InstanceRoleArgs, options?: ComponentResourceOptions) {
    super("batchline:compute:InstanceRole", name, {}, options);
    const parent = { parent: this };
    const assumeRolePolicy = trustsService("ec2.amazonaws.com");
    this.role = new iam.Role(name, { description: "EC2 instances of AWS Batch", assumeRolePolicy }, parent);
    const secret = secretArn === undefined ? [] : [readsSecret(secretArn)];
    const policy = policyDocument(...rights, ...secret);
    this.policy = new iam.RolePolicy(name, { role: this.role.name, policy }, parent);
    this.profile = new iam.InstanceProfile(name, { role: this.role.name }, parent);
    this.registerOutputs({ profileArn: this.profile.arn });
  }
}

/**
 * Batch names its clusters so; its own policy is limited to these names.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/BatchServiceRolePolicy.html
 */
const clusters = "arn:aws:ecs:*:*:cluster/AWSBatch*";
/** Only long ARNs contain the cluster's name, and accounts may use short ones. */
const containerInstances = "arn:aws:ecs:*:*:container-instance/*";

const rights: readonly Statement[] = [
  { Effect: "Allow", Action: "ecs:DiscoverPollEndpoint", Resource: "*" },
  {
    Effect: "Allow",
    Action: [
      "ecs:DeregisterContainerInstance",
      "ecs:RegisterContainerInstance",
      "ecs:SubmitAttachmentStateChanges",
      "ecs:SubmitContainerStateChange",
      "ecs:SubmitTaskStateChange",
    ],
    Resource: clusters,
  },
  {
    Effect: "Allow",
    Action: ["ecs:Poll", "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState"],
    Resource: containerInstances,
    Condition: { ArnLike: { "ecs:cluster": clusters } },
  },
  {
    Effect: "Allow",
    Action: "ecs:TagResource",
    Resource: containerInstances,
    Condition: { StringEquals: { "ecs:CreateAction": "RegisterContainerInstance" } },
  },
];
