// Workflows that are planned in a container, and do nothing with their plan. One of them needs a larger instance than there is.
import * as awsx from "@pulumi/awsx/ecr/index.js";
import { StopFunction } from "../../../components/functions/stop-function.ts";
import { PlannerJob } from "../../../components/jobs/planner-job.ts";
import { mayAskForExecutions } from "../../../components/workflow/execution-rights.ts";
import { Workflow } from "../../../components/workflow/workflow.ts";
import { buildWorkflow } from "../../../workflow-kit/at-deploy/build-workflow.ts";
import { listedPrefixes } from "../../../workflow-kit/at-deploy/chunking.ts";
import type { Workflow as Declared } from "../../../workflow-kit/at-deploy/declaration.ts";
import { tokenNames } from "../../../workflow-kit/at-deploy/machine-parts.ts";
import { planStep } from "../../../workflow-kit/at-deploy/plan-step.ts";
import { catalogImport } from "../../../workflows/catalog-import/workflow.ts";
import { rescaleImages } from "../../../workflows/rescale-images/workflow.ts";
import { closeFunction, compute, deployed, ending, storage } from "./shared.ts";

const repository = new awsx.Repository("worker");
const { imageUri: image } = new awsx.Image("worker", {
  repositoryUrl: repository.url,
  context: "../../..",
  dockerfile: "../../../worker/Dockerfile",
});

function planned<P, S extends string>(declared: Declared<P, S>, vcpus: number): Workflow {
  const { name } = declared;
  const planner = new PlannerJob(`${name}-planner`, {
    ...{ ...deployed, workflow: name, image, vcpus, storage },
    listedPrefixes: listedPrefixes([declared]),
    closeFunction: closeFunction.function.lambda,
  });
  const machine = buildWorkflow<P, S>({
    ...declared,
    planner: "batch",
    machine: (m, parts) => void m.succeed("Planned", planStep(m, parts, { firstSeconds: 1, mostSeconds: 1 })),
  });
  const tokens = {
    [tokenNames.plannerJob]: planner.definition.arn,
    [tokenNames.platformBucket]: storage.platformBucket.bucket,
    [tokenNames.jobQueue("compute")]: compute.queue.arn,
  };
  const workflow = new Workflow(name, {
    ...{ ...deployed, workflow: name },
    ...{ machine, tokens, scheduleEnabled: false },
  });
  mayAskForExecutions(`${name}-plan`, planner.jobRole, [workflow.stateMachine.arn], { parent: planner });
  return workflow;
}

const imports = planned(catalogImport, 1);
const stuck = planned(rescaleImages, 8);
mayAskForExecutions("summary", closeFunction.function.role, [imports.stateMachine.arn], {
  parent: closeFunction,
});
const stopFunction = new StopFunction("stopped", {
  ...ending,
  stateMachines: { "catalog-import": imports.stateMachine, "rescale-images": stuck.stateMachine },
});

export const machines = { imports: imports.stateMachine.arn, stuck: stuck.stateMachine.arn };
export const queue = compute.queue.arn;
export const stopped = stopFunction.function.lambda.name;
export const table = storage.table.name;
export const bucket = storage.platformBucket.bucket;
