import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { regionalArn } from "../../../providers/arn.ts";
import { named, readInputs, tags } from "../../../providers/inputs.ts";
import type { ResourceType } from "../../../providers/resource-type.ts";
import { waitAsProvider } from "../../../providers/wait-as-provider.ts";
import type { Batch } from "../batch.ts";
import { checkedInput } from "./checked-input.ts";
import { naming } from "./naming.ts";
import { unlessGone } from "./unless-gone.ts";

const timeLimitAction = z.object({
  action: z.enum(["CANCEL", "TERMINATE"]),
  maxTimeSeconds: z.number(),
  reason: z.string(),
  state: z.literal("RUNNABLE"),
});

const inputs = z.object({
  ...named,
  priority: z.number(),
  state: z.enum(["ENABLED", "DISABLED"]),
  schedulingPolicyArn: z.string().optional(),
  computeEnvironmentOrders: z
    .array(z.object({ order: z.number(), computeEnvironment: z.string() }))
    .default([]),
  jobStateTimeLimitActions: z.array(timeLimitAction).optional(),
  tags,
});

/** As jobQueueResource of the AWS provider: internal/service/batch/job_queue.go */
export const jobQueue: ResourceType<Batch> = {
  naming,
  inputs,
  create(resource, { service: batch, region }) {
    const { name, computeEnvironmentOrders: computeEnvironmentOrder, ...rest } = readInputs(inputs, resource);
    batch?.createJobQueue(
      checkedInput("CreateJobQueue", { ...rest, jobQueueName: name, computeEnvironmentOrder }),
    );
    const arn = regionalArn("batch", region, `job-queue/${name}`);
    return { id: arn, outputs: { arn, name, region } };
  },
  update(resource, existing, { service: batch, region }) {
    const {
      name,
      tags: _,
      computeEnvironmentOrders,
      jobStateTimeLimitActions = [],
      ...rest
    } = readInputs(inputs, resource);
    const before = inputs.partial().parse(existing.inputs);
    const isSame = isDeepStrictEqual;
    const changes = {
      ...(!isSame(computeEnvironmentOrders, before.computeEnvironmentOrders) && {
        computeEnvironmentOrder: computeEnvironmentOrders,
      }),
      ...(!isSame(jobStateTimeLimitActions, before.jobStateTimeLimitActions ?? []) && {
        jobStateTimeLimitActions,
      }),
      ...(rest.priority !== before.priority && { priority: rest.priority }),
      ...(rest.state !== before.state && { state: rest.state }),
      // A policy cannot be removed: then the queue keeps it.
      ...(rest.schedulingPolicyArn !== before.schedulingPolicyArn && {
        schedulingPolicyArn: rest.schedulingPolicyArn,
      }),
    };
    if (Object.keys(changes).length > 0) batch?.updateJobQueue({ jobQueue: existing.id, ...changes });
    return { id: existing.id, outputs: { arn: existing.id, name, region } };
  },
  exists: ({ id }, { service: batch }) => batch && batch.queues.find(id) !== undefined,
  delete: (existing, { service: batch }) =>
    unlessGone(async () => {
      if (batch === undefined) return;
      batch.updateJobQueue({ jobQueue: existing.id, state: "DISABLED" });
      const { gone } = batch.deleteJobQueue(existing.id);
      const what = `Batch Job Queue (${existing.id})`;
      await waitAsProvider(gone, existing, { clock: batch.clock, change: "delete", what, minutes: 10 });
    }),
};
