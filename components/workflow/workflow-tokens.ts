import type { JobDefinition } from "@pulumi/aws/batch/jobDefinition.js";
import type { Function as LambdaFunction } from "@pulumi/aws/lambda/function.js";
import { type Input, interpolate } from "@pulumi/pulumi";
import { tokenNames } from "../../workflow-kit/at-deploy/machine-parts.ts";
import type { QueueName } from "../../workflow-kit/at-deploy/stage-queue.ts";
import type { Compute } from "../compute/compute.ts";
import type { CloseFunction, PlanFunction } from "../functions/run-functions.ts";
import type { ConsumableResource } from "../jobs/consumable-resource.ts";
import type { PlannerJob } from "../jobs/planner-job.ts";
import type { StageJobs } from "../jobs/stage-jobs.ts";
import type { Storage } from "../storage/storage.ts";

/** What the state machines of all workflows use. */
export interface SharedParts {
  readonly planFunction: PlanFunction;
  readonly closeFunction: CloseFunction;
  readonly storage: Storage;
  /** The stack's queues. A workflow may use only some of them. */
  readonly queues: ReadonlyMap<QueueName, Compute>;
  /** The stack's consumable resources, by name. @default none */
  readonly consumables?: ReadonlyMap<string, ConsumableResource>;
  /** Workflow → ARN of its state machine, for the workflows that others start. @default none */
  readonly stateMachines?: ReadonlyMap<string, Input<string>>;
}

/** What one workflow's state machine uses. A workflow that is planned in a container has a planner. */
type WorkflowParts = SharedParts & { readonly planner?: PlannerJob | undefined; readonly jobs: StageJobs };

/** The values of a workflow's deploy-time tokens: ARNs (functions' with version, job definitions' with revision), the bucket's name, and how often Batch starts a job. */
export function workflowTokens(parts: WorkflowParts): Record<string, Input<string>> {
  const { planFunction, closeFunction, planner, storage, queues, jobs, consumables = new Map() } = parts;
  const { stateMachines = new Map() } = parts;
  return {
    [tokenNames.metadataFunction]: planFunction.function.lambda.qualifiedArn,
    ...(planner && { [tokenNames.plannerJob]: planner.definition.arn }),
    [tokenNames.platformBucket]: storage.platformBucket.bucket,
    [tokenNames.summaryFunction]: closeFunction.function.lambda.qualifiedArn,
    ...Object.fromEntries([...queues].map(([name, { queue }]) => [tokenNames.jobQueue(name), queue.arn])),
    ...Object.fromEntries(
      Object.entries(jobs.definitions).map(([stage, { arn }]) => [tokenNames.jobDefinition(stage), arn]),
    ),
    ...Object.fromEntries(
      Object.entries(jobs.attempts).map(([stage, attempts]) => [
        tokenNames.attempts(stage),
        String(attempts),
      ]),
    ),
    ...Object.fromEntries([...stateMachines].map(([name, arn]) => [tokenNames.stateMachine(name), arn])),
    ...Object.fromEntries(
      [...consumables].map(([name, { arn }]) => [tokenNames.consumableResource(name), arn]),
    ),
  };
}

/** The same for the machine's rights, where they differ: they cover all versions and revisions, so that a deployment leaves them as they are. */
export function tokensOfRights({
  planFunction,
  closeFunction,
  planner,
  jobs,
}: WorkflowParts): Record<string, Input<string>> {
  const versions = ({ arn }: Pick<LambdaFunction, "arn">) => interpolate`${arn}:*`;
  const revisions = ({ arnPrefix }: JobDefinition) => interpolate`${arnPrefix}:*`;
  return {
    [tokenNames.metadataFunction]: versions(planFunction.function.lambda),
    ...(planner && { [tokenNames.plannerJob]: revisions(planner.definition) }),
    [tokenNames.summaryFunction]: versions(closeFunction.function.lambda),
    ...Object.fromEntries(
      Object.entries(jobs.definitions).map(([stage, definition]) => [
        tokenNames.jobDefinition(stage),
        revisions(definition),
      ]),
    ),
  };
}
