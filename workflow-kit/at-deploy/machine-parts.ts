import { type ChainStage, type Expr, type LambdaFunction, lambdaFunction, token } from "@batchline/states";
import type { PlanRequest, PlanResult } from "../../contract/plan.ts";
import { shareIdentifier } from "../../contract/share-identifier.ts";
import type { SummaryRequest, SummaryResult } from "../../contract/summary.ts";
import { type QueueName, queueOf, type RoutedStage } from "./stage-queue.ts";

/** What the deployment provides to a workflow's machine. Every ARN is a token until then. */
export interface MachineParts<S extends string = string> {
  /** The workflow's name. */
  readonly workflow: string;
  /** Plans the chunks of a run; see `planStep`. */
  readonly planner: PlannerPart;
  /** Closes a run. */
  readonly summary: LambdaFunction<SummaryRequest, SummaryResult>;
  /** ARN of the queue "compute", for jobs that are not stages. */
  readonly jobQueue: Expr<string>;
  /** The workflow's share of each queue. Submit every job with it. */
  readonly shareIdentifier: string;
  /** Each stage's job definition, its queue, its needs and the resources that it consumes. */
  readonly stages: Readonly<Record<S, StagePart<S>>>;
}

/** The planner that the workflow chose; see `Workflow.planner`. */
type PlannerPart =
  | { readonly kind: "lambda"; readonly function: LambdaFunction<PlanRequest, PlanResult> }
  | {
      readonly kind: "batch";
      /** ARN with revision. */
      readonly jobDefinition: Expr<string>;
      /** Name of the bucket for files between the machine and the job. */
      readonly platformBucket: Expr<string>;
    };

/** A stage for a chain, with its queue. */
interface StagePart<S extends string = string> extends ChainStage<S> {
  /** ARN. */
  readonly jobQueue: Expr<string>;
  /** Present for a multi-node parallel job, which a chain of array jobs cannot have; see `multiNodeMachine`. */
  readonly nodes?: number;
}

/** Where planning runs. */
export type PlannerKind = PlannerPart["kind"];

/** Names of the tokens in a workflow's definition. */
export const tokenNames = {
  /** ARN of the metadata function. */
  metadataFunction: "metadataFunction",
  /** ARN with revision of the planner's job definition. */
  plannerJob: "plannerJob",
  /** Name of the platform bucket. */
  platformBucket: "platformBucket",
  /** ARN of the summary function. */
  summaryFunction: "summaryFunction",
  /** ARN of a job queue. */
  jobQueue: (queue: QueueName) => `jobQueue.${queue}`,
  /** ARN with revision of a stage's job definition. */
  jobDefinition: (stage: string) => `jobDefinition.${stage}`,
  /** ARN of a consumable resource. */
  consumableResource: (name: string) => `consumableResource.${name}`,
} as const;

/** A stage's links to others and to the stack; see `Stage`. */
interface StageLinks<S extends string> {
  readonly needs?: readonly S[];
  readonly consumes?: Readonly<Record<string, number>>;
}

/** The parts of a workflow, with tokens for values that the deployment knows. */
export function partsOf<S extends string>(workflow: {
  readonly name: string;
  readonly planner?: PlannerKind;
  readonly stages: Readonly<Record<S, RoutedStage & StageLinks<S>>>;
}): MachineParts<S> {
  const stages: Partial<Record<S, StagePart<S>>> = {};
  for (const name in workflow.stages) {
    const stage = workflow.stages[name];
    const { needs = [], consumes = {} } = stage;
    stages[name] = {
      jobDefinition: token(tokenNames.jobDefinition(name)),
      jobQueue: token(tokenNames.jobQueue(queueOf(stage))),
      ...(stage.nodes !== undefined && { nodes: stage.nodes }),
      needs,
      consumes: Object.entries(consumes).map(([resource, quantity]) => ({
        resource: token(tokenNames.consumableResource(resource)),
        quantity,
      })),
    };
  }
  return {
    workflow: workflow.name,
    planner: plannerPart(workflow.planner),
    summary: lambdaFunction(token(tokenNames.summaryFunction)),
    jobQueue: token(tokenNames.jobQueue("compute")),
    shareIdentifier: shareIdentifier(workflow.name),
    stages: stages as Record<S, StagePart<S>>,
  };
}

function plannerPart(kind: PlannerKind = "lambda"): PlannerPart {
  if (kind === "lambda") return { kind, function: lambdaFunction(token(tokenNames.metadataFunction)) };
  return {
    kind,
    jobDefinition: token(tokenNames.plannerJob),
    platformBucket: token(tokenNames.platformBucket),
  };
}
