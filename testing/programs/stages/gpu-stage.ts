// A workflow with a stage on GPUs, whose jobs do nothing: only where they run is looked at.
import { z } from "zod";
import { Compute } from "../../../components/compute/compute.ts";
import { StageJobs } from "../../../components/jobs/stage-jobs.ts";
import { Workflow } from "../../../components/workflow/workflow.ts";
import { placedQueues } from "../../../config/placement.ts";
import { loadStackConfig } from "../../../config/stack.ts";
import { buildWorkflow } from "../../../workflow-kit/at-deploy/build-workflow.ts";
import { tokenNames } from "../../../workflow-kit/at-deploy/machine-parts.ts";
import { perTenant } from "../../../workflow-kit/at-deploy/per-tenant.ts";
import { queuesOf } from "../../../workflow-kit/at-deploy/stage-queue.ts";
import { minutes, workflow } from "../../../workflow-kit/at-deploy/workflow.ts";
import { deployed, image, storage } from "./shared.ts";

const stage = { vcpus: 1, memoryMiB: 512, timeout: minutes(1) };
const upScale = workflow({
  name: "up-scale",
  params: z.unknown(),
  chunks: perTenant(),
  stages: { fetch: stage, enlarge: { ...stage, gpus: 1, needs: ["fetch"] } },
  share: 2,
  machine: (m, parts) => {
    const { jobQueue, shareIdentifier } = parts;
    m.succeed("Done", m.batchChain("Stages", parts.stages, { jobQueue, shareIdentifier, size: 2 }));
  },
});

const read = (key: string) => (key === "architecture" ? "x86_64" : undefined);
const config = loadStackConfig({ get: read }, "dev", [upScale]);
const placed = placedQueues(config, queuesOf([upScale]));
const computes = placed.map(({ queue, environments, shares }) => {
  const place = { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"], instanceTags: {} };
  return [queue, new Compute(`up-scale-${queue}`, { ...place, environments, shares })] as const;
});
const jobs = new StageJobs("up-scale", {
  ...deployed,
  workflow: "up-scale",
  stages: upScale.stages,
  image,
  environments: Object.fromEntries(placed.map(({ queue, environments }) => [queue, environments])),
  storage,
});
const tokens = {
  ...Object.fromEntries(computes.map(([name, { queue }]) => [tokenNames.jobQueue(name), queue.arn])),
  ...Object.fromEntries(
    Object.entries(jobs.definitions).map(([name, { arn }]) => [tokenNames.jobDefinition(name), arn]),
  ),
};
const made = new Workflow("up-scale", {
  ...deployed,
  workflow: "up-scale",
  machine: buildWorkflow(upScale),
  tokens,
  scheduleEnabled: false,
});

export const machine = made.stateMachine.arn;
export const queues = Object.fromEntries(computes.map(([name, { queue }]) => [name, queue.arn]));
