import type { ComputeResource } from "@aws-sdk/client-batch";
import { z } from "zod";
import { regionalArn } from "../../providers/arn.ts";
import { naming, readInputs, tags } from "../../providers/inputs.ts";
import { uuidOf } from "../../providers/physical-name.ts";
import type { ResourceTypes } from "../../providers/resource-type.ts";
import type { Batch } from "./batch.ts";

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_CreateJobQueue.html */
const batchName = { maxLength: 128 };

/** A JSON document as text or as an object. */
export const jsonDocument = z
  .union([z.string(), z.record(z.string(), z.unknown())])
  .transform((given, context) => {
    try {
      return typeof given === "string" ? JSON.parse(given) : given;
    } catch (cause) {
      context.addIssue(`not JSON: ${cause instanceof Error ? cause.message : cause}`);
      return z.NEVER;
    }
  });

const computeEnvironment = z.object({
  ...naming,
  type: z.enum(["MANAGED", "UNMANAGED"]),
  state: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  serviceRole: z.string().optional(),
  tags,
  computeResources: z
    .object({
      type: z.enum(["EC2", "SPOT", "FARGATE", "FARGATE_SPOT"]),
      maxVcpus: z.number(),
      minVcpus: z.number().optional(),
      desiredVcpus: z.number().optional(),
      allocationStrategy: z
        .enum([
          "BEST_FIT",
          "BEST_FIT_PROGRESSIVE",
          "SPOT_CAPACITY_OPTIMIZED",
          "SPOT_PRICE_CAPACITY_OPTIMIZED",
        ])
        .optional(),
      instanceTypes: z.array(z.string()).optional(),
      instanceRole: z.string().optional(),
      spotIamFleetRole: z.string().optional(),
      bidPercentage: z.number().optional(),
      placementGroup: z.string().optional(),
      subnets: z.array(z.string()).default([]),
      securityGroupIds: z.array(z.string()).optional(),
      tags,
      ec2Configurations: z
        .array(z.object({ imageType: z.string().optional(), imageIdOverride: z.string().optional() }))
        .optional(),
      launchTemplate: z
        .object({
          launchTemplateId: z.string().optional(),
          launchTemplateName: z.string().optional(),
          version: z.string().optional(),
        })
        .optional(),
    })
    .optional(),
});

const jobQueue = z.object({
  name: z.string().optional(),
  priority: z.number(),
  state: z.enum(["ENABLED", "DISABLED"]),
  schedulingPolicyArn: z.string().optional(),
  computeEnvironmentOrders: z
    .array(z.object({ order: z.number(), computeEnvironment: z.string() }))
    .default([]),
  jobStateTimeLimitActions: z
    .array(
      z.object({
        action: z.enum(["CANCEL", "TERMINATE"]),
        maxTimeSeconds: z.number(),
        reason: z.string(),
        state: z.literal("RUNNABLE"),
      }),
    )
    .optional(),
  tags,
});

const schedulingPolicy = z.object({
  ...naming,
  fairSharePolicy: z
    .object({
      computeReservation: z.number().optional(),
      shareDecaySeconds: z.number().optional(),
      shareDistributions: z
        .array(z.object({ shareIdentifier: z.string(), weightFactor: z.number().optional() }))
        .optional(),
    })
    .optional(),
  tags,
});

const jobDefinition = z.object({
  name: z.string().optional(),
  type: z.enum(["container", "multinode"]),
  containerProperties: jsonDocument.optional(),
  nodeProperties: jsonDocument.optional(),
  ecsProperties: jsonDocument.optional(),
  parameters: z.record(z.string(), z.string()).optional(),
  platformCapabilities: z.array(z.enum(["EC2", "FARGATE"])).optional(),
  propagateTags: z.boolean().optional(),
  schedulingPriority: z.number().optional(),
  timeout: z.object({ attemptDurationSeconds: z.number().optional() }).optional(),
  retryStrategy: z
    .object({
      attempts: z.number().optional(),
      evaluateOnExits: z
        .array(
          z.object({
            action: z.string(),
            onExitCode: z.string().optional(),
            onReason: z.string().optional(),
            onStatusReason: z.string().optional(),
          }),
        )
        .optional(),
    })
    .optional(),
  tags,
});

/** AWS Batch. */
export const resources: ResourceTypes<Batch> = {
  "aws:batch/computeEnvironment:ComputeEnvironment": {
    create(resource, { service: batch, names, region }) {
      const {
        name: given,
        namePrefix,
        computeResources,
        ...inputs
      } = readInputs(computeEnvironment, resource);
      const name = names.of(resource, { name: given, namePrefix }, batchName);
      batch?.createComputeEnvironment({
        ...inputs,
        computeEnvironmentName: name,
        ...(computeResources && { computeResources: asRequested(computeResources) }),
      });
      return {
        id: name,
        outputs: {
          arn: regionalArn("batch", region, `compute-environment/${name}`),
          name,
          ecsClusterArn: regionalArn("ecs", region, `cluster/${name}_Batch_${uuidOf(resource)}`),
          status: "VALID",
          statusReason: "ComputeEnvironment Healthy",
          region,
        },
      };
    },
  },
  "aws:batch/jobQueue:JobQueue": {
    create(resource, { service: batch, names, region }) {
      const { name: given, computeEnvironmentOrders, ...inputs } = readInputs(jobQueue, resource);
      const name = names.of(resource, { name: given }, batchName);
      batch?.createJobQueue({
        ...inputs,
        jobQueueName: name,
        computeEnvironmentOrder: computeEnvironmentOrders,
      });
      const arn = regionalArn("batch", region, `job-queue/${name}`);
      return { id: arn, outputs: { arn, name, region } };
    },
  },
  "aws:batch/jobDefinition:JobDefinition": {
    create(resource, { service: batch, names, region }) {
      const { name: given, retryStrategy, ...inputs } = readInputs(jobDefinition, resource);
      const name = names.of(resource, { name: given }, batchName);
      const registered = batch?.registerJobDefinition({
        ...inputs,
        jobDefinitionName: name,
        ...(retryStrategy && {
          retryStrategy: { attempts: retryStrategy.attempts, evaluateOnExit: exitRules(retryStrategy) },
        }),
      });
      const revision = registered?.revision ?? 1;
      const arnPrefix = regionalArn("batch", region, `job-definition/${name}`);
      const arn = `${arnPrefix}:${revision}`;
      return { id: arn, outputs: { arn, name, revision, arnPrefix, region } };
    },
  },
  "aws:batch/schedulingPolicy:SchedulingPolicy": {
    create(resource, { service: batch, names, region }) {
      const { name: given, namePrefix, fairSharePolicy, ...inputs } = readInputs(schedulingPolicy, resource);
      const name = names.of(resource, { name: given, namePrefix }, batchName);
      const { shareDistributions, ...rest } = fairSharePolicy ?? {};
      const arn = regionalArn("batch", region, `scheduling-policy/${name}`);
      batch?.createSchedulingPolicy({
        ...inputs,
        name,
        ...(fairSharePolicy && {
          fairsharePolicy: { ...rest, ...(shareDistributions && { shareDistribution: shareDistributions }) },
        }),
      });
      return { id: arn, outputs: { arn, name, region } };
    },
  },
};

/** The provider has other names for some properties of the API. */
function asRequested({
  ec2Configurations,
  maxVcpus,
  minVcpus,
  desiredVcpus,
  ...rest
}: NonNullable<z.output<typeof computeEnvironment>["computeResources"]>): ComputeResource {
  const ec2Configuration = ec2Configurations?.map(({ imageType = "ECS_AL2023", ...choice }) => {
    return { imageType, ...choice };
  });
  return {
    ...rest,
    maxvCpus: maxVcpus,
    ...(minVcpus === undefined ? {} : { minvCpus: minVcpus }),
    ...(desiredVcpus === undefined ? {} : { desiredvCpus: desiredVcpus }),
    ...(ec2Configuration && { ec2Configuration }),
  };
}

function exitRules({ evaluateOnExits = [] }: NonNullable<z.output<typeof jobDefinition>["retryStrategy"]>) {
  return evaluateOnExits.map(({ action, ...rule }) => ({
    ...rule,
    // The provider accepts either case, the API only capitals.
    action: action.toUpperCase() === "EXIT" ? ("EXIT" as const) : ("RETRY" as const),
  }));
}
