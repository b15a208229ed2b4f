import type { ChainStage, Expr, LambdaFunction } from "@batchline/states";
import type { RoundRequest, RoundResult } from "../../contract/memory-rounds.ts";
import type { PlanRequest, PlanResult } from "../../contract/plan.ts";
import type { SummaryRequest, SummaryResult } from "../../contract/summary.ts";
import type { AfterRun } from "./closed-run.ts";
import type { QueueName } from "./stage-queue.ts";

/** What the deployment provides to a workflow's machine. Every ARN is a token until then. */
export interface MachineParts<S extends string = string> {
  readonly workflow: string;
  /** Plans the chunks of a run; see `planStep`. */
  readonly planner: PlannerPart;
  /** Says which chunks are submitted again with more memory; see `runShards`. */
  readonly rounds: LambdaFunction<RoundRequest, RoundResult>;
  readonly summary: LambdaFunction<SummaryRequest, SummaryResult>;
  /** What follows the run, if the workflow declares it; see `closeStep`. */
  readonly afterRun?: AfterRun | undefined;
  /** ARN of the queue "compute", for jobs that are not stages. */
  readonly jobQueue: Expr<string>;
  /** The workflow's share of each queue. Submit every job with it. */
  readonly shareIdentifier: string;
  /** Each stage's job definition, its queue, its needs and the resources that it consumes. */
  readonly stages: Readonly<Record<S, StagePart<S>>>;
}

/** The planner that the workflow chose; see `Workflow.planner`. */
export type PlannerPart =
  | { readonly kind: "lambda"; readonly function: LambdaFunction<PlanRequest, PlanResult> }
  | {
      readonly kind: "batch";
      /** ARN with revision. */
      readonly jobDefinition: Expr<string>;
      /** Name of the bucket for files between the machine and the job. */
      readonly platformBucket: Expr<string>;
    };

/** A stage for a chain, with its queue. A stage that gets more memory has a retry strategy. */
export interface StagePart<S extends string = string> extends ChainStage<S> {
  /** ARN. */
  readonly jobQueue: Expr<string>;
  /** Present for a multi-node parallel job, which a chain of array jobs cannot have; see `multiNodeMachine`. */
  readonly nodes?: number;
  /** The memory of its containers in MiB, if chunks that run out of it get more: first the declared one, then what they get. */
  readonly memorySizes?: readonly number[];
}

export type PlannerKind = PlannerPart["kind"];

/** The start of the token for the ARN of another workflow's state machine. */
export const otherMachine = "stateMachine.";

/** Names of the tokens in a workflow's definition: ARNs, the platform bucket's name, and how often Batch starts a job. ARNs name the version of a function and the revision of a job definition. */
export const tokenNames = {
  metadataFunction: "metadataFunction",
  plannerJob: "plannerJob",
  platformBucket: "platformBucket",
  summaryFunction: "summaryFunction",
  jobQueue: (queue: QueueName) => `jobQueue.${queue}`,
  jobDefinition: (stage: string) => `jobDefinition.${stage}`,
  stateMachine: (workflow: string) => `${otherMachine}${workflow}`,
  attempts: (stage: string) => `attempts.${stage}`,
  consumableResource: (name: string) => `consumableResource.${name}`,
} as const;
