import type { Input } from "@pulumi/pulumi";
import { tokenNames } from "../workflows/parts.ts";
import type { Compute } from "./compute.ts";
import type { MetadataFunction } from "./metadata-function.ts";
import type { StageJobs } from "./stage-jobs.ts";
import type { SummaryFunction } from "./summary-function.ts";

/** What a workflow's state machine works with once it is deployed. */
export interface WorkflowParts {
  readonly metadata: MetadataFunction;
  readonly summary: SummaryFunction;
  readonly compute: Compute;
  readonly jobs: StageJobs;
}

/** The values of a workflow's deploy-time tokens: ARNs, of job definitions with their revision. */
export function workflowTokens({
  metadata,
  summary,
  compute,
  jobs,
}: WorkflowParts): Record<string, Input<string>> {
  const definitions = Object.entries(jobs.definitions).map(
    ([stage, { arn }]) => [tokenNames.jobDefinition(stage), arn] as const,
  );
  return {
    [tokenNames.metadataFunction]: metadata.function.lambda.arn,
    [tokenNames.summaryFunction]: summary.function.lambda.arn,
    [tokenNames.jobQueue]: compute.queue.arn,
    ...Object.fromEntries(definitions),
  };
}
