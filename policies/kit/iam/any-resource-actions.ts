/**
 * Actions that know no resource but `*`, by service: IAM checks them on nothing narrower. Those that workflows, jobs and
 * functions come across; a rule's configuration adds to them.
 *
 * Source: the Service Authorization Reference, where their column of resource types is empty.
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
  // Of the log groups' own actions none: these are for the delivery of a service's logs, and for looking groups up.
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
  // A task's token tells which execution is meant.
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
 * Whether IAM checks an action on no narrower resource than `*`. So it is with everything that describes in EC2.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-policies-for-amazon-ec2.html
 */
export function knowsNoResource(action: string): boolean {
  return known.has(action.toLowerCase()) || /^ec2:describe/i.test(action);
}
