import { parsePolicy } from "./parse-policy.ts";
import type { Policy } from "./policy.ts";
import type { PolicyStatement } from "./policy-document.ts";

const allow = (...actions: string[]): PolicyStatement => ({
  Effect: "Allow",
  Action: actions,
  Resource: "*",
});

/** Policies managed by AWS, with only the actions that the embedded AWS checks. */
const documents: Readonly<Record<string, PolicyStatement>> = {
  AdministratorAccess: allow("*"),
  "service-role/AWSLambdaBasicExecutionRole": allow(
    "logs:CreateLogGroup",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
  ),
  "service-role/AmazonECSTaskExecutionRolePolicy": allow(
    "ecr:GetAuthorizationToken",
    "ecr:BatchCheckLayerAvailability",
    "ecr:GetDownloadUrlForLayer",
    "ecr:BatchGetImage",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
  ),
  "service-role/AmazonEC2ContainerServiceforEC2Role": allow(
    "ec2:DescribeTags",
    "ecs:CreateCluster",
    "ecs:DeregisterContainerInstance",
    "ecs:DiscoverPollEndpoint",
    "ecs:Poll",
    "ecs:RegisterContainerInstance",
    "ecs:StartTelemetrySession",
    "ecs:UpdateContainerInstancesState",
    "ecs:Submit*",
    "ecr:GetAuthorizationToken",
    "ecr:BatchCheckLayerAvailability",
    "ecr:GetDownloadUrlForLayer",
    "ecr:BatchGetImage",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
  ),
  "service-role/AmazonEC2SpotFleetTaggingRole": allow(
    "ec2:DescribeImages",
    "ec2:DescribeSubnets",
    "ec2:RequestSpotInstances",
    "ec2:TerminateInstances",
    "ec2:DescribeInstanceStatus",
    "ec2:CreateTags",
    "ec2:RunInstances",
  ),
};

const prefix = /^arn:aws[\w-]*:iam::aws:policy\//;

const policies = new Map(
  Object.entries(documents).map(([name, Statement]) => [
    name,
    parsePolicy({ Version: "2012-10-17", Statement }, "identity", `policy ${name} of AWS`),
  ]),
);

export function isManagedByAws(policyArn: string): boolean {
  return prefix.test(policyArn);
}

/** The AWS-managed policy with this ARN; undefined if the embedded AWS does not have it. */
export function managedPolicy(arn: string): Policy | undefined {
  return isManagedByAws(arn) ? policies.get(arn.replace(prefix, "")) : undefined;
}
