import type { ComputeResource, RetryStrategy } from "@aws-sdk/client-batch";
import { z } from "zod";
import { regionalArn } from "../../providers/arn.ts";
import { named, readInputs, tags } from "../../providers/inputs.ts";
import { uuid } from "../../providers/physical-id.ts";
import type { ResourceTypes } from "../../providers/resource-type.ts";
import type { Batch } from "./batch.ts";

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_CreateJobQueue.html */
const naming = { maxLength: 128 };

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

const text = z.string().optional();
const texts = z.array(z.string()).optional();
const number = z.number().optional();
const state = z.enum(["ENABLED", "DISABLED"]);

const computeResource = z.object({
  type: z.enum(["EC2", "SPOT", "FARGATE", "FARGATE_SPOT"]),
  maxVcpus: z.number(),
  minVcpus: number,
  desiredVcpus: number,
  allocationStrategy: z
    .enum(["BEST_FIT", "BEST_FIT_PROGRESSIVE", "SPOT_CAPACITY_OPTIMIZED", "SPOT_PRICE_CAPACITY_OPTIMIZED"])
    .optional(),
  instanceTypes: texts,
  instanceRole: text,
  spotIamFleetRole: text,
  bidPercentage: number,
  placementGroup: text,
  subnets: z.array(z.string()).default([]),
  securityGroupIds: texts,
  tags,
  ec2Configurations: z.array(z.object({ imageType: text, imageIdOverride: text })).optional(),
  launchTemplate: z.object({ launchTemplateId: text, launchTemplateName: text, version: text }).optional(),
});

const computeEnvironment = z.object({
  ...named,
  type: z.enum(["MANAGED", "UNMANAGED"]),
  state: state.default("ENABLED"),
  serviceRole: text,
  tags,
  computeResources: computeResource.optional(),
});

const timeLimitAction = z.object({
  action: z.enum(["CANCEL", "TERMINATE"]),
  maxTimeSeconds: z.number(),
  reason: z.string(),
  state: z.literal("RUNNABLE"),
});

const jobQueue = z.object({
  ...named,
  priority: z.number(),
  state,
  schedulingPolicyArn: text,
  computeEnvironmentOrders: z
    .array(z.object({ order: z.number(), computeEnvironment: z.string() }))
    .default([]),
  jobStateTimeLimitActions: z.array(timeLimitAction).optional(),
  tags,
});

const fairShare = z.object({
  computeReservation: number,
  shareDecaySeconds: number,
  shareDistributions: z.array(z.object({ shareIdentifier: z.string(), weightFactor: number })).optional(),
});

const schedulingPolicy = z.object({ ...named, fairSharePolicy: fairShare.optional(), tags });

const exitRule = z.object({ action: z.string(), onExitCode: text, onReason: text, onStatusReason: text });

const jobDefinition = z.object({
  ...named,
  type: z.enum(["container", "multinode"]),
  containerProperties: jsonDocument.optional(),
  nodeProperties: jsonDocument.optional(),
  ecsProperties: jsonDocument.optional(),
  parameters: z.record(z.string(), z.string()).optional(),
  platformCapabilities: z.array(z.enum(["EC2", "FARGATE"])).optional(),
  propagateTags: z.boolean().optional(),
  schedulingPriority: number,
  timeout: z.object({ attemptDurationSeconds: number }).optional(),
  retryStrategy: z.object({ attempts: number, evaluateOnExits: z.array(exitRule).default([]) }).optional(),
  tags,
});

/** AWS Batch. */
export const resources: ResourceTypes<Batch> = {
  "aws:batch/computeEnvironment:ComputeEnvironment": {
    naming,
    inputs: computeEnvironment,
    create(resource, { service: batch, digits, region }) {
      const { name, computeResources, ...inputs } = readInputs(computeEnvironment, resource);
      batch?.createComputeEnvironment({
        ...inputs,
        computeEnvironmentName: name,
        ...(computeResources && { computeResources: asRequested(computeResources) }),
      });
      return {
        id: name,
        outputs: {
          arn: regionalArn("batch", region, `compute-environment/${name}`),
          ecsClusterArn: regionalArn("ecs", region, `cluster/${name}_Batch_${uuid(digits)}`),
          ...{ name, status: "VALID", statusReason: "ComputeEnvironment Healthy", region },
        },
      };
    },
  },
  "aws:batch/jobQueue:JobQueue": {
    naming,
    inputs: jobQueue,
    create(resource, { service: batch, region }) {
      const { name, computeEnvironmentOrders, ...inputs } = readInputs(jobQueue, resource);
      batch?.createJobQueue({
        ...inputs,
        ...{ jobQueueName: name, computeEnvironmentOrder: computeEnvironmentOrders },
      });
      const arn = regionalArn("batch", region, `job-queue/${name}`);
      return { id: arn, outputs: { arn, name, region } };
    },
  },
  "aws:batch/jobDefinition:JobDefinition": {
    naming,
    inputs: jobDefinition,
    create(resource, { service: batch, region }) {
      const { name, retryStrategy, ...inputs } = readInputs(jobDefinition, resource);
      const registered = batch?.registerJobDefinition({
        ...inputs,
        jobDefinitionName: name,
        ...(retryStrategy && { retryStrategy: asRetryStrategy(retryStrategy) }),
      });
      const revision = registered?.revision ?? 1;
      const arnPrefix = regionalArn("batch", region, `job-definition/${name}`);
      const arn = `${arnPrefix}:${revision}`;
      return { id: arn, outputs: { arn, name, revision, arnPrefix, region } };
    },
  },
  "aws:batch/schedulingPolicy:SchedulingPolicy": {
    naming,
    inputs: schedulingPolicy,
    create(resource, { service: batch, region }) {
      const { name, fairSharePolicy, ...inputs } = readInputs(schedulingPolicy, resource);
      const { shareDistributions: shareDistribution, ...rest } = fairSharePolicy ?? {};
      const arn = regionalArn("batch", region, `scheduling-policy/${name}`);
      batch?.createSchedulingPolicy({
        ...inputs,
        name,
        ...(fairSharePolicy && {
          fairsharePolicy: { ...rest, ...(shareDistribution && { shareDistribution }) },
        }),
      });
      return { id: arn, outputs: { arn, name, region } };
    },
  },
};

/** The provider has other names for some properties of the API. */
function asRequested(of: z.output<typeof computeResource>): ComputeResource {
  const { ec2Configurations, maxVcpus: maxvCpus, minVcpus, desiredVcpus, ...rest } = of;
  const ec2Configuration = ec2Configurations?.map(({ imageType = "ECS_AL2023", ...each }) => ({
    imageType,
    ...each,
  }));
  return {
    ...rest,
    maxvCpus,
    ...(minVcpus !== undefined && { minvCpus: minVcpus }),
    ...(desiredVcpus !== undefined && { desiredvCpus: desiredVcpus }),
    ...(ec2Configuration && { ec2Configuration }),
  };
}

/** The provider accepts an action in either case, the API only in capitals. */
function asRetryStrategy(of: NonNullable<z.output<typeof jobDefinition>["retryStrategy"]>): RetryStrategy {
  const asAction = (action: string) => (action.toUpperCase() === "EXIT" ? "EXIT" : "RETRY");
  const evaluateOnExit = of.evaluateOnExits.map(
    (rule) => ({ ...rule, action: asAction(rule.action) }) as const,
  );
  return { attempts: of.attempts, evaluateOnExit };
}
