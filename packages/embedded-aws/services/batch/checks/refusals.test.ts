import type {
  ComputeResource,
  ContainerProperties,
  CreateComputeEnvironmentRequest,
  CreateJobQueueRequest,
  RegisterJobDefinitionRequest,
  SubmitJobRequest,
} from "@aws-sdk/client-batch";
import { expect } from "chai";
import { BenchBatch, ec2Resources } from "../../../testing/bench-batch.ts";

const elsewhere = (resource: string) => `arn:aws:batch:us-east-1:000000000000:${resource}`;
const manyTags = Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, "v"]));

describe("Batch's refusals, in its words", () => {
  let bench: BenchBatch;
  before(async () => {
    bench = await BenchBatch.start();
    bench.define();
    bench.share("shares");
  });
  after(() => bench[Symbol.asyncDispose]());

  type Cases<T> = Readonly<Record<string, Partial<T>>>;
  const each = <T>(cases: Cases<T>, act: (input: Partial<T>) => unknown) => {
    for (const [message, input] of Object.entries(cases)) {
      it(message, () => {
        expect(() => act(input))
          .to.throw(message)
          .with.property("code", "ClientException");
      });
    }
  };

  describe("CreateComputeEnvironment", () => {
    const resources = (more: Partial<ComputeResource>) => ({
      computeResources: { ...ec2Resources, ...more },
    });
    each<CreateComputeEnvironmentRequest>(
      {
        "computeResources must be provided for a MANAGED compute environment": {
          computeResources: undefined,
        },
        "Compute Environment must be created in ENABLED state.": { state: "DISABLED" },
        "A compute environment of type UNMANAGED is not emulated.": { type: "UNMANAGED" },
        "with resources of type FARGATE is not emulated.": resources({ type: "FARGATE" }),
        "eksConfiguration is not emulated.": {
          eksConfiguration: { eksClusterArn: "arn", kubernetesNamespace: "n" },
        },
        "Instance role is required.": resources({ instanceRole: undefined }),
        "Resource minvCpus is required.": resources({ minvCpus: undefined }),
        "Resource instanceTypes are required.": resources({ instanceTypes: [] }),
        "Security group ids are required.": resources({ securityGroupIds: [] }),
        "minvCpus should be greater than or equal to 0.": resources({ minvCpus: -1 }),
        "maxvCpus should be greater than or equal to minvCpus.": resources({ minvCpus: 5 }),
        "desiredvCpus should be between minvCpus and maxvCpus.": resources({ desiredvCpus: 5 }),
        "Bid percentage must be between 0 to 100.": resources({ bidPercentage: 101 }),
        "compute resource spotIamFleetRole is required.": resources({ type: "SPOT" }),
        "SPOT_CAPACITY_OPTIMIZED is only available for SPOT": resources({
          allocationStrategy: "SPOT_CAPACITY_OPTIMIZED",
        }),
        "One of LaunchTemplateId and LaunchTemplateName": resources({ launchTemplate: { version: "1" } }),
        "Compute environment name should match a valid pattern.": { computeEnvironmentName: "a b" },
        "A resource can have at most 50 tags.": { tags: manyTags },
        "Tag keys that start with aws: are reserved.": { tags: { "aws:x": "1" } },
        "Object already exists": { computeEnvironmentName: "spot" },
      },
      (input) =>
        bench.batch.createComputeEnvironment({
          ...{ computeEnvironmentName: "e", type: "MANAGED", computeResources: ec2Resources },
          ...input,
        }),
    );
  });

  describe("CreateJobQueue", () => {
    const order = (...environments: string[]) => ({
      computeEnvironmentOrder: environments.map((computeEnvironment, order) => ({
        order,
        computeEnvironment,
      })),
    });
    const blocked = {
      maxTimeSeconds: 600,
      state: "RUNNABLE",
      reason: "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
    };
    const spot = { order: 1, computeEnvironment: "spot" };
    each<CreateJobQueueRequest>(
      {
        "computeEnvironmentOrder is required.": order(),
        "Only 3 environments are allowed in job queue request.": order("a", "b", "c", "d"),
        "Duplicate ComputeEnvironment order values.": { computeEnvironmentOrder: [spot, spot] },
        "Duplicate ComputeEnvironments within order list.": order("spot", "spot"),
        "Compute Environments must be created and valid before attaching them to a job queue": order(
          elsewhere("compute-environment/spot"),
        ),
        "Only scheduling policy Arn can be allowed.": { schedulingPolicyArn: elsewhere("job-queue/q") },
        [`SchedulingPolicy ${elsewhere("scheduling-policy/shares")} not found.`]: {
          schedulingPolicyArn: elsewhere("scheduling-policy/shares"),
        },
        "A job queue of type EKS is not emulated.": { jobQueueType: "EKS" },
        "serviceEnvironmentOrder is not emulated.": { serviceEnvironmentOrder: [] },
        "Invalid job action. Valid job actions: [CANCEL]": {
          jobStateTimeLimitActions: [{ ...blocked, state: "RUNNABLE", action: "TERMINATE" }],
        },
        "Duplicate job state limit actions are not allowed.": {
          jobStateTimeLimitActions: Array.from({ length: 2 }, () => ({
            ...blocked,
            state: "RUNNABLE" as const,
            action: "CANCEL" as const,
          })),
        },
        "Job Queue name should match a valid pattern.": { jobQueueName: "" },
      },
      (input) => bench.batch.createJobQueue({ jobQueueName: "q", priority: 1, ...order("spot"), ...input }),
    );
  });

  describe("RegisterJobDefinition", () => {
    const container = (more: Partial<ContainerProperties>) => ({
      containerProperties: { image: "i", vcpus: 1, memory: 512, ...more },
    });
    const requirements = (...values: [type: "VCPU" | "MEMORY" | "GPU", value: string][]) => ({
      containerProperties: {
        image: "i",
        resourceRequirements: values.map(([type, value]) => ({ type, value })),
      },
    });
    const rule = { onReason: "x", action: "RETRY" } as const;
    const nodes = (more: object) => ({
      type: "multinode" as const,
      containerProperties: undefined,
      nodeProperties: {
        ...{ numNodes: 2, mainNode: 0 },
        nodeRangeProperties: [{ targetNodes: "0:1", container: { image: "i", vcpus: 1, memory: 512 } }],
        ...more,
      },
    });
    each<RegisterJobDefinitionRequest>(
      {
        "ECS ContainerProperties, ecsProperties, or eksProperties is required": {
          containerProperties: undefined,
        },
        "Cannot use both ECS containerProperties and ecsProperties": {
          ecsProperties: { taskProperties: [] },
        },
        "ecsProperties is not emulated.": {
          containerProperties: undefined,
          ecsProperties: { taskProperties: [] },
        },
        "Container image is not provided.": container({ image: "" }),
        "vCPU is required.": container({ vcpus: undefined }),
        "Memory is required.": container({ memory: undefined }),
        "Memory must be at least 4 Mib, got 3 Mib.": container({ memory: 3 }),
        "Value 0.5 for type VCPU in resourceRequirement is not valid. Please provide a numeric value.":
          requirements(["VCPU", "0.5"], ["MEMORY", "512"]),
        "Cannot provide duplicates in resourceRequirements.": requirements(["VCPU", "1"], ["VCPU", "1"]),
        "Cannot use both ECS containerProperties Vcpus and resourceRequirement VCPU.": container({
          resourceRequirements: [{ type: "VCPU", value: "1" }],
        }),
        "Environment variable name is required.": container({ environment: [{ value: "x" }] }),
        "executionRoleArn cannot be empty when using secrets or secretOptions": container({
          secrets: [{ name: "A", valueFrom: "arn" }],
        }),
        "networkConfiguration not applicable for EC2.": container({ networkConfiguration: {} }),
        "runtimePlatform is not applicable for EC2.": container({ runtimePlatform: {} }),
        "Invalid swappiness: 101, must be between 0 and 100.": container({
          linuxParameters: { swappiness: 101 },
        }),
        "When container specified swap memory, swappiness value is required.": container({
          linuxParameters: { maxSwap: 1 },
        }),
        "Exactly 1 capability must be provided.": { platformCapabilities: ["EC2", "FARGATE"] },
        "The platform capability FARGATE is not emulated.": { platformCapabilities: ["FARGATE"] },
        "RetryAttempts must be between 1 and 10.": { retryStrategy: { attempts: 11 } },
        "RetryAttempts must be provided with retry strategy.": { retryStrategy: { evaluateOnExit: [rule] } },
        "EvaluateOnExit should contain at least one of onExitCode, onReason or onStatusReason": {
          retryStrategy: { attempts: 1, evaluateOnExit: [{ action: "RETRY" }] },
        },
        "Evaluate on exit condition contains restricted characters.": {
          retryStrategy: { attempts: 1, evaluateOnExit: [{ action: "RETRY", onExitCode: "x" }] },
        },
        "Evaluate on exit condition cannot exceed 512 characters.": {
          retryStrategy: { attempts: 1, evaluateOnExit: [{ ...rule, onReason: "x".repeat(513) }] },
        },
        "AttemptDurationSeconds in Timeout must be at least 60 seconds.": {
          timeout: { attemptDurationSeconds: 59 },
        },
        "Scheduling priority must be between 0 and 9999.": { schedulingPriority: 10_000 },
        "Each ConsumableResourceProperty can have at most 5 consumableResources": {
          consumableResourceProperties: {
            consumableResourceList: Array.from({ length: 6 }, (_, n) => ({ consumableResource: `${n}` })),
          },
        },
        "consumableResource is missing": {
          consumableResourceProperties: { consumableResourceList: [{ quantity: 1 }] },
        },
        "quantity of consumable resource a must be at least 1, not -1": {
          consumableResourceProperties: {
            consumableResourceList: [{ consumableResource: "a", quantity: -1 }],
          },
        },
        "Cannot have duplicate consumableResource in consumableResourceProperties": {
          consumableResourceProperties: {
            consumableResourceList: Array.from({ length: 2 }, () => ({ consumableResource: "a" })),
          },
        },
        "Node properties of multinode job is required.": {
          type: "multinode",
          containerProperties: undefined,
        },
        "Number of nodes must be between 1 and 1000.": nodes({ numNodes: 1001 }),
        "Main node index is out of range, must be less than numNodes.": nodes({ mainNode: 2 }),
        "targetNodes should contain only digits.": nodes({ nodeRangeProperties: [{ targetNodes: "0:x" }] }),
        "Must specify container for node range 0:1": nodes({ nodeRangeProperties: [{ targetNodes: "0:1" }] }),
        "A resource can have at most 50 tags.": { tags: manyTags },
      },
      (input) =>
        bench.batch.registerJobDefinition({
          ...{ jobDefinitionName: "j", type: "container", ...container({}) },
          ...input,
        }),
    );
  });

  describe("SubmitJob", () => {
    each<SubmitJobRequest>(
      {
        "Job name should match valid pattern.": { jobName: "a b" },
        [`JobQueue ${elsewhere("job-queue/queue")} not found`]: { jobQueue: elsewhere("job-queue/queue") },
        [`JobDefinition ${elsewhere("job-definition/job:1")} not found`]: {
          jobDefinition: elsewhere("job-definition/job:1"),
        },
        "Array size must be between 2 and 10000": { arrayProperties: { size: 1 } },
        "containerOverrides.instanceType is not emulated.": { containerOverrides: { instanceType: "m7i" } },
        "ecsPropertiesOverride is not emulated.": { ecsPropertiesOverride: {} },
        "Value 1.5 for type VCPU in resourceRequirement is not valid.": {
          containerOverrides: { resourceRequirements: [{ type: "VCPU", value: "1.5" }] },
        },
        "vCPU is required.": {
          containerOverrides: { resourceRequirements: [{ type: "VCPU", value: "0" }] },
        },
        "ShareIdentifier name should match a valid pattern.": { shareIdentifier: "a b" },
        "Scheduling priority must be between 0 and 9999.": { schedulingPriorityOverride: 10_000 },
        "RetryAttempts must be provided with retry strategy.": { retryStrategy: {} },
        "A resource can have at most 50 tags.": { tags: manyTags },
      },
      (input) => bench.submit(input),
    );
  });
});
