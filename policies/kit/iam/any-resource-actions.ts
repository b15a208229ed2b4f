/**
 * Actions that IAM checks on `*` only, by service: those that workflows, jobs and functions use. A rule's configuration can
 * add more.
 *
 * Source: the Service Authorization Reference, in which they have no resource types.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const actions: Readonly<Record<string, readonly string[]>> = {
  batch: [
    "DescribeComputeEnvironments",
    "DescribeJobDefinitions",
    "DescribeJobQueues",
    "DescribeJobs",
    "ListJobs",
    "ListSchedulingPolicies",
  ],
  cloudwatch: ["GetMetricData", "GetMetricStatistics", "ListMetrics", "PutMetricData"],
  ecr: ["GetAuthorizationToken"],
  ecs: ["DiscoverPollEndpoint", "ListClusters", "ListTaskDefinitions"],
  kms: ["GenerateRandom", "ListAliases", "ListKeys"],
  lambda: ["GetAccountSettings", "ListFunctions"],
  // Not the actions of log groups: these deliver a service's logs, and find log groups.
  // https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
  logs: [
    "CreateLogDelivery",
    "DeleteLogDelivery",
    "DescribeLogGroups",
    "DescribeResourcePolicies",
    "GetLogDelivery",
    "ListLogDeliveries",
    "PutResourcePolicy",
    "UpdateLogDelivery",
  ],
  s3: ["ListAllMyBuckets"],
  // A task's token identifies the execution.
  states: ["ListStateMachines", "SendTaskFailure", "SendTaskHeartbeat", "SendTaskSuccess"],
  sts: ["GetCallerIdentity", "GetServiceBearerToken"],
  xray: ["GetSamplingRules", "GetSamplingTargets", "PutTelemetryRecords", "PutTraceSegments"],
};

const known = new Set(
  Object.entries(actions).flatMap(([service, names]) =>
    names.map((name) => `${service}:${name}`.toLowerCase()),
  ),
);

/**
 * Whether IAM checks an action on `*` only, as all EC2 actions that describe.
 *
 * @example supportsOnlyAnyResource("xray:PutTraceSegments") // true
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-policies-for-amazon-ec2.html
 */
export function supportsOnlyAnyResource(action: string): boolean {
  return known.has(action.toLowerCase()) || /^ec2:describe/i.test(action);
}
