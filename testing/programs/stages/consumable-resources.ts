// A workflow whose stage "meet" runs all its containers at once, and "write" one at a time, as each takes the one connection there is.
import { Config } from "@pulumi/pulumi";
import { z } from "zod";
import { PlanFunction } from "../../../components/functions/run-functions.ts";
import { ConsumableResource } from "../../../components/jobs/consumable-resource.ts";
import { StageJobs } from "../../../components/jobs/stage-jobs.ts";
import { Workflow } from "../../../components/workflow/workflow.ts";
import { workflowTokens } from "../../../components/workflow/workflow-tokens.ts";
import { buildWorkflow } from "../../../workflow-kit/at-deploy/build-workflow.ts";
import { perTenant } from "../../../workflow-kit/at-deploy/per-tenant.ts";
import { minutes, workflow } from "../../../workflow-kit/at-deploy/workflow.ts";
import { closeFunction, compute, deployed, functions, image, storage } from "./shared.ts";

const size = 3;
const stage = { vcpus: 1, memoryMiB: 512, timeout: minutes(1), attempts: 1 };
const orders = workflow<unknown, "meet" | "write">({
  name: "orders",
  params: z.unknown(),
  chunks: perTenant(),
  stages: {
    meet: stage,
    write: { ...stage, needs: ["meet"], consumes: { "orders-database": 1 } },
  },
  machine: (m, { stages, jobQueue, shareIdentifier }) => {
    const environment = { MEETING: new Config().require("meeting"), SIZE: String(size) };
    m.succeed("Done", m.batchChain("Stages", stages, { jobQueue, shareIdentifier, size, environment }));
  },
});

const database = new ConsumableResource("orders-database", { total: 1, tags: { application: "shop" } });
const { name, stages } = orders;
const jobs = new StageJobs(name, { ...deployed, workflow: name, image, stages, storage });
const { stateMachine } = new Workflow(name, {
  ...deployed,
  workflow: name,
  machine: buildWorkflow(orders),
  tokens: workflowTokens({
    planFunction: new PlanFunction("metadata", {
      ...functions,
      listedPrefixes: [],
      closeFunction: closeFunction.function.lambda,
    }),
    closeFunction,
    queues: new Map([["compute", compute]]),
    consumables: new Map([["orders-database", database]]),
    ...{ storage, jobs },
  }),
  scheduleEnabled: false,
});

export const machine = stateMachine.arn;
export const consumable = database.arn;
