import { lambdaFunction, machine, rawJsonata, token } from "@batchline/states";
import { type BuiltMachine, build } from "@batchline/states/build";
import { longestRunSeconds, type RunInput } from "../../contract/plan.ts";
import { shareIdentifier } from "../../contract/share-identifier.ts";
import type { AfterRun } from "./closed-run.ts";
import type { Stage, Workflow } from "./declaration.ts";
import { type MachineParts, type PlannerPart, type StagePart, tokenNames } from "./machine-parts.ts";
import { memorySizes } from "./more-memory.ts";
import { growingRetryRules } from "./retry-rules.ts";
import { queueOf } from "./stage-queue.ts";
import { MachineFitError } from "./standard-machine.ts";

/**
 * Builds and checks a workflow's state machine, whose tokens are of `tokenNames`. @throws {InvalidMachineError} with every problem.
 * @throws {MachineFitError} BL-W004 when the machine cannot run the stages, or leaves `afterRun` out.
 * @example const { definition } = buildWorkflow(priceReport);
 */
export function buildWorkflow<P, S extends string>(workflow: Workflow<P, S>): BuiltMachine {
  let follows = workflow.afterRun === undefined;
  const afterRun: AfterRun = (next, run) => {
    follows = true;
    workflow.afterRun?.(next, run);
  };
  const parts = { ...partsOf(workflow), ...(workflow.afterRun && { afterRun }) };
  const comment = `Batchline workflow ${workflow.name}`;
  const options = { comment, timeoutSeconds: longestRunSeconds };
  const built = build(machine<RunInput>((m) => workflow.machine(m, parts), options));
  if (follows) return built;
  throw new MachineFitError(
    "BL-W004",
    `workflow ${workflow.name}: its machine has nothing of afterRun, as it does not end with closeStep`,
  );
}

/** The parts of a workflow, with tokens for values that the deployment knows. @example partsOf(priceReport).stages.fetch.jobDefinition */
export function partsOf<S extends string>(
  workflow: Pick<Workflow<never, S>, "name" | "planner" | "stages">,
): MachineParts<S> {
  const stages: Partial<Record<S, StagePart<S>>> = {};
  for (const name in workflow.stages) {
    const stage = workflow.stages[name];
    const { needs = [], consumes = {} } = stage;
    stages[name] = {
      jobDefinition: token(tokenNames.jobDefinition(name)),
      jobQueue: token(tokenNames.jobQueue(queueOf(stage))),
      ...(stage.nodes !== undefined && { nodes: stage.nodes }),
      ...growing(name, stage),
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
    rounds: lambdaFunction(token(tokenNames.metadataFunction)),
    summary: lambdaFunction(token(tokenNames.summaryFunction)),
    jobQueue: token(tokenNames.jobQueue("compute")),
    shareIdentifier: shareIdentifier(workflow.name),
    stages: stages as Record<S, StagePart<S>>,
  };
}

/** A submission overrides the job definition's retry strategy: with another number of rules there, the provider would replace it during runs. */
function growing(name: string, stage: Stage): Pick<StagePart, "memorySizes" | "retryStrategy"> {
  if (stage.retry === undefined) return {};
  const Attempts = rawJsonata<number>`$number(${token(tokenNames.attempts(name))})`;
  return {
    memorySizes: memorySizes(stage),
    retryStrategy: { Attempts, EvaluateOnExit: growingRetryRules },
  };
}

function plannerPart(kind: PlannerPart["kind"] = "lambda"): PlannerPart {
  if (kind === "lambda") return { kind, function: lambdaFunction(token(tokenNames.metadataFunction)) };
  const { plannerJob, platformBucket } = tokenNames;
  return { kind, jobDefinition: token(plannerJob), platformBucket: token(platformBucket) };
}
