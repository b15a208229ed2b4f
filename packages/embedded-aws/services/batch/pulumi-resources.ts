import type { ResourceTypes } from "../../providers/resource-type.ts";
import type { Batch } from "./batch.ts";
import { computeEnvironment } from "./pulumi/compute-environment.ts";
import { jobDefinition } from "./pulumi/job-definition.ts";
import { jobQueue } from "./pulumi/job-queue.ts";
import { schedulingPolicy } from "./pulumi/scheduling-policy.ts";

export const resources: ResourceTypes<Batch> = {
  "aws:batch/computeEnvironment:ComputeEnvironment": computeEnvironment,
  "aws:batch/jobDefinition:JobDefinition": jobDefinition,
  "aws:batch/jobQueue:JobQueue": jobQueue,
  "aws:batch/schedulingPolicy:SchedulingPolicy": schedulingPolicy,
};
