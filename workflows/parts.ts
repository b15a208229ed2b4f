import type { PlanRequest, PlanResult } from "../contract/plan.ts";
import type { SummaryRequest, SummaryResult } from "../contract/summary.ts";
import { type ChainStage, type Expr, type LambdaFunction, lambdaFunction, token } from "../states/index.ts";

/** What the deployment provides to a workflow's machine; every ARN is a token until then. */
export interface MachineParts<S extends string = string> {
  /** The workflow's name. */
  readonly workflow: string;
  /** Plans the chunks of a run. */
  readonly metadata: LambdaFunction<PlanRequest, PlanResult>;
  /** Closes a run. */
  readonly summary: LambdaFunction<SummaryRequest, SummaryResult>;
  /** ARN of the job queue. */
  readonly jobQueue: Expr<string>;
  /** Each stage's job definition and what it needs. */
  readonly stages: Readonly<Record<S, ChainStage<S>>>;
}

/** Names of the tokens in a workflow's definition. */
export const tokenNames = {
  /** ARN of the metadata function. */
  metadataFunction: "metadataFunction",
  /** ARN of the summary function. */
  summaryFunction: "summaryFunction",
  /** ARN of the job queue. */
  jobQueue: "jobQueue",
  /** ARN with revision of a stage's job definition. */
  jobDefinition: (stage: string) => `jobDefinition.${stage}`,
} as const;

/** The parts of a workflow, with tokens for what the deployment will know. */
export function partsOf<S extends string>(workflow: {
  readonly name: string;
  readonly stages: Readonly<Record<S, { readonly needs?: readonly S[] }>>;
}): MachineParts<S> {
  const stages: Partial<Record<S, ChainStage<S>>> = {};
  for (const name in workflow.stages) {
    const { needs = [] } = workflow.stages[name];
    stages[name] = { jobDefinition: token(tokenNames.jobDefinition(name)), needs };
  }
  return {
    workflow: workflow.name,
    metadata: lambdaFunction(token(tokenNames.metadataFunction)),
    summary: lambdaFunction(token(tokenNames.summaryFunction)),
    jobQueue: token(tokenNames.jobQueue),
    stages: stages as Record<S, ChainStage<S>>,
  };
}
