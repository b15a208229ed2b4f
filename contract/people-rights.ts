/** Resources of a platform that people have rights to. */
export type PlatformResource =
  | "stateMachines"
  | "executions"
  /** Of distributed maps: each chunk of a multi-node workflow has an execution. */
  | "mapRuns"
  | "executionsOfMapRuns"
  | "table"
  | "logGroups"
  | "jobQueues"
  | "consumableResources"
  /** Plans and manifests, below `runs/` in the platform bucket. */
  | "runFiles"
  | "dataBuckets"
  | "tenantObjects"
  /** What IAM cannot limit to a resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html */
  | "everything";

/** Actions that are allowed on all resources of a kind. */
export interface Right {
  /** IAM's name, or names. @example "states:ListExecutions" */
  readonly actions: string | readonly string[];
  readonly on: PlatformResource;
  /** Operator → condition key → values. @default none */
  readonly condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** Start, stop and rerun. A rerun is an execution whose input names the run to resume. */
export const operateRights = [
  { actions: "states:StartExecution", on: "stateMachines" },
  { actions: "states:StopExecution", on: "executions" },
] as const satisfies readonly Right[];

/** See runs, their records and their logs. None of tenants' data, and none to change anything. */
export const readRights = [
  { actions: "states:ListExecutions", on: "stateMachines" },
  {
    actions: [
      "states:DescribeExecution",
      "states:DescribeStateMachineForExecution",
      "states:GetExecutionHistory",
      "states:ListMapRuns",
    ],
    on: "executions",
  },
  { actions: ["states:DescribeMapRun", "states:ListExecutions"], on: "mapRuns" },
  { actions: ["states:DescribeExecution", "states:GetExecutionHistory"], on: "executionsOfMapRuns" },
  { actions: ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"], on: "table" },
  { actions: ["logs:FilterLogEvents", "logs:GetLogEvents"], on: "logGroups" },
  { actions: ["batch:DescribeJobs", "batch:ListJobs"], on: "everything" },
  { actions: "batch:DescribeConsumableResource", on: "consumableResources" },
  { actions: "batch:GetJobQueueSnapshot", on: "jobQueues" },
] as const satisfies readonly Right[];

/**
 * Run a stage of a chunk again on another machine: it reads what the stage read, data of tenants too. The only write enters the caller into
 * the run's record. Who also finds runs and reads their records needs `readRights`.
 */
export const reproduceRights = [
  { actions: "s3:GetObject", on: "tenantObjects" },
  { actions: "s3:ListBucket", on: "dataBuckets" },
  { actions: "s3:GetObject", on: "runFiles" },
  {
    actions: "dynamodb:UpdateItem",
    on: "table",
    condition: {
      "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["run#*"] },
      "ForAllValues:StringEquals": { "dynamodb:Attributes": ["pk", "sk", "reproductions"] },
    },
  },
] as const satisfies readonly Right[];

/**
 * The ARNs of what a state machine runs.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
 */
export function runsOf(stateMachineArn: string) {
  const as = (kind: string) => stateMachineArn.replace(":stateMachine:", `:${kind}:`);
  return {
    executions: `${as("execution")}:*`,
    mapRuns: `${as("mapRun")}/*`,
    executionsOfMapRuns: `${as("execution")}/*`,
  };
}
