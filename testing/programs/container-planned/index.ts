// Workflows that are planned in a container, and do nothing with their plan. One of them needs a larger instance than there is.
import * as awsx from "@pulumi/awsx/ecr/index.js";
import { Config } from "@pulumi/pulumi";
import { Compute } from "../../../components/compute/compute.ts";
import { StopFunction } from "../../../components/functions/stop-function.ts";
import { PlannerJob } from "../../../components/jobs/planner-job.ts";
import { Storage } from "../../../components/storage/storage.ts";
import { Workflow } from "../../../components/workflow/workflow.ts";
import { buildWorkflow } from "../../../workflow-kit/at-deploy/build-workflow.ts";
import { listedPrefixes } from "../../../workflow-kit/at-deploy/chunking.ts";
import { tokenNames } from "../../../workflow-kit/at-deploy/machine-parts.ts";
import { planStep } from "../../../workflow-kit/at-deploy/plan-step.ts";
import type { Workflow as Declared } from "../../../workflow-kit/at-deploy/workflow.ts";
import { catalogImport } from "../../../workflows/catalog-import/workflow.ts";
import { rescaleImages } from "../../../workflows/rescale-images/workflow.ts";

const region = new Config("aws").require("region");
const deployed = { region, accountId: "000000000000", logRetentionDays: 7 };
const feed = { url: "http://acme.example/feed.json", format: "json" };
const storage = new Storage("storage", {
  tenants: [
    {
      id: "acme",
      name: "Acme",
      contact: "it@acme.example",
      weight: 1,
      workflows: { "catalog-import": { feed, chunks: 3 } },
    },
  ],
  removable: true,
  pointInTimeRecovery: false,
});
const compute = new Compute("compute", {
  subnetIds: ["subnet-1"],
  securityGroupIds: ["sg-1"],
  environments: [{ name: "spot", purchase: "spot", maxVcpus: 4, instanceTypes: ["c7g"] }],
  shares: { "catalog-import": 1, "rescale-images": 1 },
  instanceTags: {},
});
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
  return new Workflow(name, { ...deployed, workflow: name, machine, tokens, scheduleEnabled: false });
}

const imports = planned(catalogImport, 1);
const stuck = planned(rescaleImages, 8);
new StopFunction("stopped", {
  ...deployed,
  storage,
  stateMachines: { "catalog-import": imports.stateMachine, "rescale-images": stuck.stateMachine },
  jobQueueArns: [compute.queue.arn],
});

export const machines = { imports: imports.stateMachine.arn, stuck: stuck.stateMachine.arn };
export const queue = compute.queue.arn;
export const table = storage.table.name;
export const bucket = storage.platformBucket.bucket;
