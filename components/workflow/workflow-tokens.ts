import type { Input } from "@pulumi/pulumi";
import { tokenNames } from "../../workflow-kit/at-deploy/machine-parts.ts";
import type { QueueName } from "../../workflow-kit/at-deploy/stage-queue.ts";
import type { Compute } from "../compute/compute.ts";
import type { SummaryFunction } from "../functions/close-function.ts";
import type { MetadataFunction } from "../functions/plan-function.ts";
import type { ConsumableResource } from "../jobs/consumable-resource.ts";
import type { PlannerJob } from "../jobs/planner-job.ts";
import type { StageJobs } from "../jobs/stage-jobs.ts";
import type { Storage } from "../storage/storage.ts";

/** What a workflow's state machine works with once it is deployed. */
export interface WorkflowParts {
  readonly metadata: MetadataFunction;
  /** Of a workflow that is planned in a container. */
  readonly planner?: PlannerJob | undefined;
  readonly storage: Storage;
  readonly summary: SummaryFunction;
  /** Those of the stack, some of which the workflow may not use. */
  readonly queues: ReadonlyMap<QueueName, Compute>;
  readonly jobs: StageJobs;
  /** Those of the stack, by name. @default none */
  readonly consumables?: ReadonlyMap<string, ConsumableResource>;
}

/** The values of a workflow's deploy-time tokens: ARNs, of job definitions with their revision, and the bucket's name. */
export function workflowTokens({
  metadata,
  planner,
  storage,
  summary,
  queues,
  jobs,
  consumables = new Map(),
}: WorkflowParts): Record<string, Input<string>> {
  const definitions = Object.entries(jobs.definitions).map(
    ([stage, { arn }]) => [tokenNames.jobDefinition(stage), arn] as const,
  );
  return {
    [tokenNames.metadataFunction]: metadata.function.lambda.arn,
    ...(planner && { [tokenNames.plannerJob]: planner.definition.arn }),
    [tokenNames.platformBucket]: storage.platformBucket.bucket,
    [tokenNames.summaryFunction]: summary.function.lambda.arn,
    ...Object.fromEntries([...queues].map(([name, { queue }]) => [tokenNames.jobQueue(name), queue.arn])),
    ...Object.fromEntries(definitions),
    ...Object.fromEntries(
      [...consumables].map(([name, { arn }]) => [tokenNames.consumableResource(name), arn]),
    ),
  };
}
