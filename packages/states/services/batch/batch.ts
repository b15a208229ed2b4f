import { type Permission, permissionNear, permissionOn } from "../../core/permission.ts";
import type { Recorder } from "../../core/recorder.ts";
import { type TaskOptions, task } from "../../core/task.ts";
import { toNode } from "../../expression/literal.ts";
import type { Expr, Value } from "../../expression/types.ts";
import { managedRule, siblingArn } from "../arn.ts";
import { transientRetry } from "../service-base.ts";
import type { ConsumableResourceOverride } from "./consumption.ts";

export const submitJobResource = "arn:aws:states:::batch:submitJob";

/** The request of SubmitJob, as Step Functions spells it. */
export interface SubmitJobArguments {
  /** 1–128 letters, digits, `-` and `_`, starting with a letter or digit. */
  readonly JobName: Value<string>;
  /** ARN. */
  readonly JobQueue: Value<string>;
  /** ARN with revision, so that an execution keeps the definition it started with. */
  readonly JobDefinition: Value<string>;
  readonly ArrayProperties?: { readonly Size: Value<number> };
  readonly DependsOn?: readonly { readonly JobId: Value<string>; readonly Type?: "N_TO_N" | "SEQUENTIAL" }[];
  readonly ContainerOverrides?: ContainerOverrides;
  readonly Parameters?: Readonly<Record<string, Value<string>>>;
  /** Replaces the job definition's. */
  readonly RetryStrategy?: RetryStrategy;
  readonly Timeout?: { readonly AttemptDurationSeconds: Value<number> };
  readonly Tags?: Readonly<Record<string, Value<string>>>;
  readonly PropagateTags?: boolean;
  readonly ShareIdentifier?: Value<string>;
  readonly SchedulingPriorityOverride?: Value<number>;
  /** The consumable resources that the job occupies, by ARN. @default the resources of its definition */
  readonly ConsumableResourcePropertiesOverride?: ConsumableResourceOverride;
}

/** How often Batch starts a job. https://docs.aws.amazon.com/batch/latest/APIReference/API_RetryStrategy.html */
export interface RetryStrategy {
  /** 1–10. */
  readonly Attempts: Value<number>;
  /** At most 5. The first that matches decides; without one the job is retried. @default none */
  readonly EvaluateOnExit?: readonly {
    readonly Action: "RETRY" | "EXIT";
    readonly OnStatusReason?: string;
    readonly OnReason?: string;
    readonly OnExitCode?: string;
  }[];
}

export interface ContainerOverrides {
  readonly Command?: readonly Value<string>[];
  readonly Environment?: readonly { readonly Name: string; readonly Value: Value<string> }[];
  readonly ResourceRequirements?: readonly {
    readonly Type: "GPU" | "MEMORY" | "VCPU";
    readonly Value: Value<string>;
  }[];
}

/** A job that succeeded, as DescribeJobs reports it. */
export interface EndedJob extends SubmittedJob {
  readonly Status: "SUCCEEDED";
  readonly StatusReason?: string;
  /** Epoch milliseconds. */
  readonly StartedAt?: number;
  readonly StoppedAt?: number;
}

/** The response of SubmitJob. */
export interface SubmittedJob {
  readonly JobArn: string;
  readonly JobId: string;
  readonly JobName: string;
}

/** The right to submit to the queue. It must name the definition and each consumable resource. It covers all revisions of the
 * definition, because executions under way still submit the one that they began with.
 * https://docs.aws.amazon.com/batch/latest/userguide/iam-example-restrict-job-submission.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html */
export function submitPermission(
  queue: Value<string>,
  definition: Value<string>,
  ...consumables: readonly Value<string>[]
): Permission {
  const others = permissionOn(["batch:SubmitJob"], queue, ...consumables);
  const allRevisions = (arn: string) => arn.replace(/:\d+$/, ":*");
  const { resources } = permissionNear(others.actions, definition, allRevisions);
  return { ...others, resources: [...others.resources, ...resources] };
}

/** The rights to wait for a job. https://docs.aws.amazon.com/step-functions/latest/dg/connect-batch.html */
export const waitPermissions = (queue: Value<string>): readonly Permission[] => [
  describePermission,
  terminatePermission(queue),
  managedRule("BatchJobs", queue),
];

/** DescribeJobs has no resource-level permissions. */
export const describePermission: Permission = { actions: ["batch:DescribeJobs"], resources: ["*"] };

/** Job ids are not known before jobs are submitted: all jobs of the queue's account and region. */
export const terminatePermission = (queue: Value<string>): Permission =>
  permissionNear(["batch:TerminateJob"], queue, (arn) => siblingArn(arn, "batch", "job/*"));

/** Retries throttling (SubmitJob allows 50 requests a second per account) and transient errors of Batch. Batch's model
 * lacks throttling. So the name is AWSBatchException in Step Functions' own integration, and BatchException in `aws-sdk`. */
export const batchRetry = transientRetry(
  "Batch.TooManyRequestsException",
  "Batch.ServerException",
  "Batch.AWSBatchException",
  "Batch.BatchException",
  "Batch.SdkClientException",
);

/** Adds a Task state that submits a job, and waits for it with the pattern `.sync`. */
export function submitJob<R>(
  recorder: Recorder,
  name: string,
  pattern: "" | ".sync",
  job: SubmitJobArguments,
  options?: TaskOptions,
): Expr<R> {
  const consumed = job.ConsumableResourcePropertiesOverride?.ConsumableResourceList ?? [];
  const resources = consumed.map(({ ConsumableResource }) => ConsumableResource);
  return task(recorder, name, {
    retry: batchRetry,
    ...options,
    resource: submitJobResource + pattern,
    arguments: toNode(job),
    permissions: [
      submitPermission(job.JobQueue, job.JobDefinition, ...resources),
      ...(pattern === "" ? [] : waitPermissions(job.JobQueue)),
    ],
  });
}
