import type { Coverage, OperationCoverage } from "../../models/coverage.ts";

const process = "a container is a process of the machine";
const refusedWhole = "the member around it is refused";

/** A container's properties. What only Fargate has is refused in Batch's words, not here. */
function container(at: string): Required<OperationCoverage> {
  const paths = (...members: readonly string[]) => members.map((member) => `${at}.${member}`);
  const all = (why: string, ...members: readonly string[]) =>
    Object.fromEntries(paths(...members).map((path) => [path, why]));
  return {
    refused: paths(
      ...["enableExecuteCommand", "linuxParameters.devices", "repositoryCredentials"],
      ...[
        "volumes[].host.sourcePath",
        "volumes[].efsVolumeConfiguration",
        "volumes[].s3filesVolumeConfiguration",
      ],
    ),
    only: { [`${at}.logConfiguration.logDriver`]: ["awslogs"] },
    ignored: {
      ...all(
        process,
        "mountPoints",
        "volumes[].name",
        "readonlyRootFilesystem",
        "privileged",
        "ulimits",
        "user",
      ),
      ...all(process, "linuxParameters.initProcessEnabled", "linuxParameters.sharedMemorySize"),
      ...all(process, "linuxParameters.tmpfs[].containerPath", "linuxParameters.tmpfs[].mountOptions"),
      ...all(
        refusedWhole,
        ...["networkConfiguration.assignPublicIp", "fargatePlatformConfiguration.platformVersion"],
        ...["ephemeralStorage.sizeInGiB", "runtimePlatform.operatingSystemFamily"],
        "runtimePlatform.cpuArchitecture",
      ),
    },
  };
}

const definition = container("containerProperties");
const node = container("nodeProperties.nodeRangeProperties[].container");

const environment: OperationCoverage = {
  refused: [
    ...["computeResources.scalingPolicy", "computeResources.managedInstancesProvider"],
    ...["computeResources.capacityTags", "computeResources.launchTemplate.overrides"],
    ...["context", "ecsSettings", "eksConfiguration"],
  ],
  ignored: {
    "computeResources.launchTemplate.userdataType": "it is for EKS, which is refused",
    "computeResources.ec2Configuration[].imageKubernetesVersion": "it is for EKS, which is refused",
    "computeResources.ec2Configuration[].batchImageStatus": "no image is used",
  },
};

/** What Batch here does with the members of AWS's model. */
export const coverage: Coverage = {
  SubmitJob: {
    refused: [
      ...["ecsPropertiesOverride", "eksPropertiesOverride", "containerOverrides.instanceType"],
      ...["ecsPropertiesOverride", "eksPropertiesOverride", "consumableResourcePropertiesOverride"].map(
        (member) => `nodeOverrides.nodePropertyOverrides[].${member}`,
      ),
      "nodeOverrides.nodePropertyOverrides[].instanceTypes",
      "nodeOverrides.nodePropertyOverrides[].containerOverrides.instanceType",
    ],
  },
  DescribeJobs: {},
  ListJobs: {},
  GetJobQueueSnapshot: {},
  CancelJob: {},
  TerminateJob: {},
  CancelJobs: {},
  TerminateJobs: {},
  DescribeJobQueues: {},
  DescribeComputeEnvironments: {},
  DescribeJobDefinitions: {},
  CreateComputeEnvironment: environment,
  UpdateComputeEnvironment: environment,
  DeleteComputeEnvironment: {},
  CreateSchedulingPolicy: { refused: ["quotaSharePolicy"] },
  DescribeSchedulingPolicies: {},
  ListSchedulingPolicies: {},
  UpdateSchedulingPolicy: { refused: ["quotaSharePolicy"] },
  DeleteSchedulingPolicy: {},
  CreateConsumableResource: {},
  DescribeConsumableResource: {},
  ListConsumableResources: {},
  ListJobsByConsumableResource: {},
  UpdateConsumableResource: { ignored: { clientToken: "each request is carried out" } },
  DeleteConsumableResource: {},
  CreateJobQueue: { refused: ["serviceEnvironmentOrder"], only: { jobQueueType: ["ECS"] } },
  UpdateJobQueue: { refused: ["serviceEnvironmentOrder"] },
  DeleteJobQueue: {},
  RegisterJobDefinition: {
    refused: [
      ...["ecsProperties", "eksProperties", "containerProperties.instanceType"],
      ...["ecsProperties", "eksProperties", "consumableResourceProperties", "container.instanceType"].map(
        (member) => `nodeProperties.nodeRangeProperties[].${member}`,
      ),
      ...definition.refused,
      ...node.refused,
    ],
    only: { ...definition.only, ...node.only },
    ignored: { ...definition.ignored, ...node.ignored },
  },
  DeregisterJobDefinition: {},
  ListTagsForResource: {},
  TagResource: {},
  UntagResource: {},
};
