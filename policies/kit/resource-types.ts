import type { ComputeEnvironmentArgs } from "@pulumi/aws/batch/computeEnvironment.js";
import type { JobDefinitionArgs } from "@pulumi/aws/batch/jobDefinition.js";
import type { JobQueueArgs } from "@pulumi/aws/batch/jobQueue.js";
import type { SchedulingPolicyArgs } from "@pulumi/aws/batch/schedulingPolicy.js";
import type { LaunchTemplateArgs } from "@pulumi/aws/ec2/launchTemplate.js";
import type { PolicyArgs } from "@pulumi/aws/iam/policy.js";
import type { RoleArgs } from "@pulumi/aws/iam/role.js";
import type { RolePolicyArgs } from "@pulumi/aws/iam/rolePolicy.js";
import type { RolePolicyAttachmentArgs } from "@pulumi/aws/iam/rolePolicyAttachment.js";
import type { FunctionArgs } from "@pulumi/aws/lambda/function.js";
import type { BucketArgs } from "@pulumi/aws/s3/bucket.js";
import type { ScheduleArgs } from "@pulumi/aws/scheduler/schedule.js";
import type { StateMachineArgs } from "@pulumi/aws/sfn/stateMachine.js";
import type { Unwrap } from "@pulumi/pulumi";

/** A resource type's token, with the TypeScript type of its inputs. */
export interface ResourceType<Props> {
  /** @example "aws:s3/bucket:Bucket" */
  readonly token: string;
  /** Never set: carries the type. */
  readonly props?: Props;
}

/** Names a resource type. `Args` are its constructor's arguments. Import only the type: to load the provider's classes
 * takes longer than to check a whole stack.
 * @example resourceType<BucketArgs>("aws:s3/bucket:Bucket") */
export function resourceType<Args extends object>(token: string): ResourceType<Unwrap<Args>> {
  return { token };
}

/** The resource types that several rules check. */
export const computeEnvironment = resourceType<ComputeEnvironmentArgs>(
  "aws:batch/computeEnvironment:ComputeEnvironment",
);
export const jobDefinition = resourceType<JobDefinitionArgs>("aws:batch/jobDefinition:JobDefinition");
export const jobQueue = resourceType<JobQueueArgs>("aws:batch/jobQueue:JobQueue");
export const schedulingPolicy = resourceType<SchedulingPolicyArgs>(
  "aws:batch/schedulingPolicy:SchedulingPolicy",
);
export const launchTemplate = resourceType<LaunchTemplateArgs>("aws:ec2/launchTemplate:LaunchTemplate");
export const stateMachine = resourceType<StateMachineArgs>("aws:sfn/stateMachine:StateMachine");
export const role = resourceType<RoleArgs>("aws:iam/role:Role");
export const rolePolicy = resourceType<RolePolicyArgs>("aws:iam/rolePolicy:RolePolicy");
export const rolePolicyAttachment = resourceType<RolePolicyAttachmentArgs>(
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
);
export const managedPolicy = resourceType<PolicyArgs>("aws:iam/policy:Policy");
export const lambda = resourceType<FunctionArgs>("aws:lambda/function:Function");
export const bucket = resourceType<BucketArgs>("aws:s3/bucket:Bucket");
export const schedule = resourceType<ScheduleArgs>("aws:scheduler/schedule:Schedule");
