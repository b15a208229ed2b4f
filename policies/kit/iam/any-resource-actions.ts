/** Actions that IAM checks on `*` only: those that workflows, jobs and functions use. A rule's configuration can add
 * more. Source: the Service Authorization Reference, in which they have no resource types.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const known = new Set(
  [
    "batch:DescribeComputeEnvironments batch:DescribeJobDefinitions batch:DescribeJobQueues batch:DescribeJobs",
    "batch:ListJobs batch:ListSchedulingPolicies",
    "cloudwatch:GetMetricData cloudwatch:GetMetricStatistics cloudwatch:ListMetrics cloudwatch:PutMetricData",
    "ecr:GetAuthorizationToken ecs:DiscoverPollEndpoint ecs:ListClusters ecs:ListTaskDefinitions",
    "kms:GenerateRandom kms:ListAliases kms:ListKeys lambda:GetAccountSettings lambda:ListFunctions",
    // Not the actions of log groups: these deliver a service's logs, and find log groups.
    // https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
    "logs:CreateLogDelivery logs:DeleteLogDelivery logs:GetLogDelivery logs:ListLogDeliveries logs:UpdateLogDelivery",
    "logs:DescribeLogGroups logs:DescribeResourcePolicies logs:PutResourcePolicy",
    // A task's token identifies the execution.
    "states:ListStateMachines states:SendTaskFailure states:SendTaskHeartbeat states:SendTaskSuccess",
    "s3:ListAllMyBuckets sts:GetCallerIdentity sts:GetServiceBearerToken",
    "xray:GetSamplingRules xray:GetSamplingTargets xray:PutTelemetryRecords xray:PutTraceSegments",
  ].flatMap((line) => line.toLowerCase().split(" ")),
);

/** Whether IAM checks an action on `*` only, as all EC2 actions that describe.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-policies-for-amazon-ec2.html
 * @example supportsOnlyAnyResource("xray:PutTraceSegments") // true */
export function supportsOnlyAnyResource(action: string): boolean {
  return known.has(action.toLowerCase()) || /^ec2:describe/i.test(action);
}
