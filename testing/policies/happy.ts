import { mimeMultipart } from "@batchline/aws-facts";
import {
  computeEnvironment,
  jobDefinition,
  jobQueue,
  launchTemplate,
  stateMachine,
} from "../../policies/kit/resource-types.ts";
import type { Given, GivenInStack } from "./checking.ts";

/** Resources that comply with every rule; a test changes one field. */

export const happyEnvironment = {
  type: computeEnvironment,
  name: "spot",
  props: {
    type: "MANAGED",
    state: "ENABLED",
    computeResources: {
      type: "SPOT",
      allocationStrategy: "SPOT_PRICE_CAPACITY_OPTIMIZED",
      minVcpus: 0,
      maxVcpus: 16,
      instanceTypes: ["m7g"],
      instanceRole: "arn:aws:iam::000000000000:instance-profile/instances",
      ec2Configurations: [{ imageType: "ECS_AL2023" }],
      launchTemplate: { launchTemplateId: "lt-0", version: "3" },
      subnets: ["subnet-0"],
      securityGroupIds: ["sg-0"],
    },
    updatePolicy: { terminateJobsOnUpdate: false, jobExecutionTimeoutMinutes: 60 },
    tags: { application: "shop", stack: "dev" },
  },
} satisfies Given<NonNullable<typeof computeEnvironment.props>>;

/** The environment with some of its compute resources changed. */
export function environmentWith(
  changed: Partial<Record<keyof typeof happyEnvironment.props.computeResources, unknown>>,
) {
  const { props } = happyEnvironment;
  return {
    ...happyEnvironment,
    props: { ...props, computeResources: { ...props.computeResources, ...changed } } as typeof props,
  };
}

export const happyContainer = {
  image: `registry.example/worker@sha256:${"ab".repeat(32)}`,
  resourceRequirements: [
    { type: "VCPU", value: "2" },
    { type: "MEMORY", value: "2048" },
  ],
  user: "1000:1000",
  privileged: false,
  readonlyRootFilesystem: true,
  environment: [{ name: "WORKFLOW", value: "import" }],
  logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "jobs/import" } },
};

export const happyDefinition = {
  type: jobDefinition,
  name: "import-fetch",
  props: {
    type: "container",
    platformCapabilities: ["EC2"],
    containerProperties: JSON.stringify(happyContainer),
    propagateTags: true,
    deregisterOnNewRevision: false,
    retryStrategy: {
      attempts: 3,
      evaluateOnExits: [
        { action: "RETRY", onStatusReason: "Host EC2*" },
        { action: "EXIT", onExitCode: "65" },
      ],
    },
    timeout: { attemptDurationSeconds: 600 },
    tags: { application: "shop", stack: "dev", workflow: "import", stage: "fetch" },
  },
} satisfies Given<NonNullable<typeof jobDefinition.props>>;

export const happyTemplate = {
  type: launchTemplate,
  name: "instances",
  props: {
    metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
    userData: Buffer.from(mimeMultipart([{ type: "shell", content: "#!/bin/bash\necho hello" }])).toString(
      "base64",
    ),
    tagSpecifications: ["instance", "volume"].map((resourceType) => ({
      resourceType,
      tags: { Name: "instances", application: "shop", stack: "dev" },
    })),
  },
} satisfies Given<NonNullable<typeof launchTemplate.props>>;

/** The launch template with some of its properties changed. */
export function templateWith(changed: Readonly<Record<string, unknown>>) {
  const { props } = happyTemplate;
  return { ...happyTemplate, props: { ...props, ...changed } as typeof props };
}

/** The job definition with some of its properties changed. */
export function definitionWith(changed: Readonly<Record<string, unknown>>) {
  const { props } = happyDefinition;
  return { ...happyDefinition, props: { ...props, ...changed } as typeof props };
}

/** The job definition with some properties of its container changed. */
export function containerWith(changed: Readonly<Record<string, unknown>>) {
  return definitionWith({ containerProperties: JSON.stringify({ ...happyContainer, ...changed }) });
}

/** A job of ECS tasks, each with one of the containers. */
export function tasksWith(...containers: readonly object[]) {
  const taskProperties = containers.map((container) => ({ containers: [container] }));
  return definitionWith({
    containerProperties: undefined,
    ecsProperties: JSON.stringify({ taskProperties }),
  });
}

/** A multi-node job with one range of nodes for each container. */
export function nodesWith(...containers: readonly object[]) {
  return {
    ...happyDefinition,
    props: {
      ...happyDefinition.props,
      type: "multinode",
      containerProperties: undefined,
      nodeProperties: JSON.stringify({
        mainNode: 0,
        numNodes: containers.length,
        nodeRangeProperties: containers.map((container, node) => ({ targetNodes: `${node}`, container })),
      }),
    },
  };
}

export const happyQueue = {
  type: jobQueue,
  name: "queue",
  props: {
    state: "ENABLED",
    priority: 1,
    computeEnvironmentOrders: [1, 2].map((order) => ({ order, computeEnvironment: `arn:${order}` })),
  },
} satisfies Given<NonNullable<typeof jobQueue.props>>;

/** A state machine `import` that submits the job `fetch` to `queue`, with 16 vCPUs on `spot`, then 8 on `on-demand`. */
export function happyStack(changed: Readonly<Record<string, object>> = {}): readonly GivenInStack[] {
  const onDemand = environmentWith({ type: "EC2", allocationStrategy: "BEST_FIT_PROGRESSIVE", maxVcpus: 8 });
  const from = { computeEnvironmentOrders: ["spot", "on-demand"] };
  const stack: readonly GivenInStack[] = [
    { ...happyEnvironment, name: "spot" },
    { ...onDemand, name: "on-demand" },
    { ...happyQueue, from },
    { ...happyDefinition, name: "fetch" },
    {
      type: stateMachine,
      name: "import",
      props: { definition: "{}" },
      from: { definition: ["queue", "fetch"] },
    },
  ];
  return stack.map((resource) => {
    const { name } = resource;
    return { ...resource, ...changed[name], name };
  });
}
