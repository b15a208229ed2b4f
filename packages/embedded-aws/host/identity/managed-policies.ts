import { parsePolicy } from "./parse-policy.ts";
import type { Policy } from "./policy.ts";
import type { PolicyStatement } from "./policy-document.ts";

const allow = (...actions: string[]): PolicyStatement => ({
  Effect: "Allow",
  Action: actions,
  Resource: "*",
});

/** What the AWS-managed policies that Batchline's program attaches allow, of the actions the embedded AWS asks for. */
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

/** The policy that AWS publishes under `arn`, or undefined when the embedded AWS does not have it. */
export function managedPolicy(arn: string): Policy | undefined {
  const name = prefix.test(arn) ? arn.replace(prefix, "") : "";
  const statement = Object.hasOwn(documents, name) ? documents[name] : undefined;
  return statement && parsePolicy({ Version: "2012-10-17", Statement: statement }, "identity", arn);
}
