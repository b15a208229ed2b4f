import type { Block } from "../../authoring/block.ts";
import type { Retrier } from "../../core/retry.ts";
import { type TaskOptions, task } from "../../core/task.ts";
import { toNode } from "../../expression/literal.ts";
import type { Node } from "../../expression/node.ts";
import type { Expr, Value } from "../../expression/types.ts";
import type { Permission } from "../../permissions.ts";
import { siblingArn } from "../arn.ts";
import { type ConsumableResourceOverride, consumedResources } from "./consumption.ts";

/** What Batch needs to run a job; of SubmitJob's request, in the spelling of Step Functions. */
export interface SubmitJobArguments {
  /** 1–128 letters, digits, `-` and `_`, starting with a letter or digit. */
  readonly JobName: Value<string>;
  /** ARN. */
  readonly JobQueue: Value<string>;
  /** ARN with revision, so that an execution keeps the definition it started with. */
  readonly JobDefinition: Value<string>;
  readonly ArrayProperties?: { readonly Size: Value<number> };
  readonly DependsOn?: readonly {
    readonly JobId: Value<string>;
    readonly Type?: "N_TO_N" | "SEQUENTIAL";
  }[];
  readonly ContainerOverrides?: ContainerOverrides;
  /** Of a multi-node job, which is no array job. */
  readonly NodeOverrides?: {
    readonly NumNodes?: Value<number>;
    readonly NodePropertyOverrides?: readonly {
      /** For example `0` for the main node, `1:` for the others. */
      readonly TargetNodes: Value<string>;
      readonly ContainerOverrides?: ContainerOverrides;
    }[];
  };
  readonly Parameters?: Readonly<Record<string, Value<string>>>;
  readonly RetryStrategy?: { readonly Attempts: Value<number> };
  readonly Timeout?: { readonly AttemptDurationSeconds: Value<number> };
  readonly Tags?: Readonly<Record<string, Value<string>>>;
  readonly PropagateTags?: boolean;
  readonly ShareIdentifier?: Value<string>;
  readonly SchedulingPriorityOverride?: Value<number>;
  /** What the job takes of consumable resources, by ARN. @default what its definition says */
  readonly ConsumableResourcePropertiesOverride?: ConsumableResourceOverride;
}

export interface ContainerOverrides {
  readonly Command?: readonly Value<string>[];
  readonly Environment?: readonly { readonly Name: string; readonly Value: Value<string> }[];
  readonly ResourceRequirements?: readonly {
    readonly Type: "GPU" | "MEMORY" | "VCPU";
    readonly Value: Value<string>;
  }[];
}

/** A job that has succeeded, as DescribeJobs tells of it. */
export interface EndedJob extends SubmittedJob {
  readonly Status: "SUCCEEDED";
  readonly StatusReason?: string;
  /** Epoch milliseconds. */
  readonly StartedAt?: number;
  readonly StoppedAt?: number;
}

/** What SubmitJob answers. */
export interface SubmittedJob {
  readonly JobArn: string;
  readonly JobId: string;
  readonly JobName: string;
}

/**
 * SubmitJob is authorised for the queue, the definition and each consumable resource, and the request's definition has a revision: an
 * ARN without one does not match. https://docs.aws.amazon.com/batch/latest/userguide/iam-example-restrict-job-submission.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html
 */
export function submitPermission(queue: Node, others: readonly Node[]): Permission {
  return { actions: ["batch:SubmitJob"], resources: [queue, ...others].map((arn) => ({ arn })) };
}

function permissionOf(job: SubmitJobArguments): Permission {
  const override = job.ConsumableResourcePropertiesOverride;
  const consumed = override === undefined ? [] : consumedResources(override);
  return submitPermission(toNode(job.JobQueue), [toNode(job.JobDefinition), ...consumed]);
}

/**
 * What Step Functions needs to wait for a job: DescribeJobs knows no resources, TerminateJob knows jobs, and the rule is the one that
 * Step Functions manages. https://docs.aws.amazon.com/step-functions/latest/dg/connect-batch.html
 */
export function waitPermissions(queue: Node): readonly Permission[] {
  const rule = (arn: string) => siblingArn(arn, "events", "rule/StepFunctionsGetEventsForBatchJobsRule");
  return [
    describePermission,
    terminatePermission(queue),
    {
      actions: ["events:DescribeRule", "events:PutRule", "events:PutTargets"],
      resources: [{ arn: queue, derive: rule }],
    },
  ];
}

/** DescribeJobs knows no resources. */
export const describePermission: Permission = { actions: ["batch:DescribeJobs"], resources: ["*"] };

/** Ids of jobs are not known before they are submitted: all jobs of the queue's account and region. */
export function terminatePermission(queue: Node): Permission {
  const jobs = (arn: string) => siblingArn(arn, "batch", "job/*");
  return { actions: ["batch:TerminateJob"], resources: [{ arn: queue, derive: jobs }] };
}

export const submitJobResource = "arn:aws:states:::batch:submitJob";
export const submitJobSyncResource = "arn:aws:states:::batch:submitJob.sync";
export const describeJobsResource = "arn:aws:states:::aws-sdk:batch:describeJobs";
export const terminateJobResource = "arn:aws:states:::aws-sdk:batch:terminateJob";

/** Throttling (SubmitJob has 50 requests a second an account) and faults of the Batch service that pass. */
export const batchRetry: readonly Retrier[] = [
  {
    errors: [
      "Batch.TooManyRequestsException",
      "Batch.ServerException",
      "Batch.AWSBatchException",
      "Batch.SdkClientException",
    ],
    intervalSeconds: 2,
    maxAttempts: 6,
    backoffRate: 2,
    maxDelaySeconds: 60,
    jitter: "FULL",
  },
];

/** Adds a Task state that submits a job and does not wait for it. */
export function submitJob(
  block: Block,
  name: string,
  job: SubmitJobArguments,
  options?: TaskOptions,
): Expr<SubmittedJob> {
  return task(block, name, {
    retry: batchRetry,
    ...options,
    resource: submitJobResource,
    arguments: toNode(job),
    permissions: [permissionOf(job)],
  });
}

/** Adds a Task state that submits a job and waits until it is done. */
export function submitJobSync(
  block: Block,
  name: string,
  job: SubmitJobArguments,
  options?: TaskOptions,
): Expr<EndedJob> {
  return task(block, name, {
    retry: batchRetry,
    ...options,
    resource: submitJobSyncResource,
    arguments: toNode(job),
    permissions: [permissionOf(job), ...waitPermissions(toNode(job.JobQueue))],
  });
}
