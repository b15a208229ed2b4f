import { computeEnvironment, jobDefinition, launchTemplate } from "../../policies/resource-types.ts";
import type { Given } from "./judging.ts";

/** Resources that keep every rule; a test changes one field. */

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

export const happyDefinition = {
  type: jobDefinition,
  name: "import-fetch",
  props: {
    type: "container",
    platformCapabilities: ["EC2"],
    containerProperties: "{}",
    propagateTags: true,
    deregisterOnNewRevision: false,
    timeout: { attemptDurationSeconds: 600 },
    tags: { application: "shop", stack: "dev", workflow: "import", stage: "fetch" },
  },
} satisfies Given<NonNullable<typeof jobDefinition.props>>;

export const happyTemplate = {
  type: launchTemplate,
  name: "instances",
  props: {
    metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
    tagSpecifications: ["instance", "volume"].map((resourceType) => ({
      resourceType,
      tags: { Name: "instances", application: "shop", stack: "dev" },
    })),
  },
} satisfies Given<NonNullable<typeof launchTemplate.props>>;
