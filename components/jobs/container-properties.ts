/** What a container's properties are made from; all known by then. */
export interface ContainerSpec {
  readonly image: string;
  /** The secret with which ECS pulls the image. @default none, as for ECR and public images */
  readonly registrySecretArn?: string;
  readonly command: readonly string[];
  readonly vcpus: number;
  /** Hard limit in MiB; the container is killed above it. */
  readonly memoryMiB: number;
  readonly gpus: number;
  /** Size of the in-memory /tmp in MiB, which counts as the container's memory; or a /tmp on the instance's disk. */
  readonly tmpMiB: number | "on disk";
  /** Most files and sockets open at once. */
  readonly openFiles: number;
  /** Variable → ARN of the secret that ECS sets it to. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Variables without a value are left out: Batch drops them, and every update would put them back. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly jobRoleArn: string;
  readonly executionRoleArn: string;
  readonly logGroup: string;
  readonly logStreamPrefix: string;
  readonly region: string;
}

/** Size of the in-memory /tmp of a container that says nothing of it. */
export const defaultTmpMiB = 64;
/** Most files and sockets open at once in a container that says nothing of them. */
export const defaultOpenFiles = 65_536;

/** The `node` user of the official Node images, which worker/Dockerfile runs as. */
const nonRoot = "1000:1000";

/**
 * The `containerProperties` of a job definition: a container that cannot write to its image, is not root, and reaps what
 * its processes leave behind. https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerProperties.html
 */
export function containerProperties(spec: ContainerSpec) {
  return {
    image: spec.image,
    ...(spec.registrySecretArn !== undefined && {
      repositoryCredentials: { credentialsParameter: spec.registrySecretArn },
    }),
    command: [...spec.command],
    resourceRequirements: [
      { type: "VCPU", value: String(spec.vcpus) },
      { type: "MEMORY", value: String(spec.memoryMiB) },
      ...(spec.gpus > 0 ? [{ type: "GPU", value: String(spec.gpus) }] : []),
    ],
    environment: Object.entries(spec.environment).flatMap(([name, value]) =>
      value === undefined || value === "" ? [] : [{ name, value }],
    ),
    ...(Object.keys(spec.secrets).length > 0 && {
      secrets: Object.entries(spec.secrets).map(([name, valueFrom]) => ({ name, valueFrom })),
    }),
    jobRoleArn: spec.jobRoleArn,
    executionRoleArn: spec.executionRoleArn,
    user: nonRoot,
    privileged: false,
    readonlyRootFilesystem: true,
    ulimits: [
      { name: "nofile", softLimit: spec.openFiles, hardLimit: spec.openFiles },
      // What a crash leaves behind would fill the disk and hold tenants' data.
      { name: "core", softLimit: 0, hardLimit: 0 },
    ],
    linuxParameters: {
      initProcessEnabled: true,
      ...(spec.tmpMiB !== "on disk" && {
        tmpfs: [
          { containerPath: "/tmp", size: spec.tmpMiB, mountOptions: ["rw", "nosuid", "nodev", "noexec"] },
        ],
      }),
    },
    // A volume of the container's own, gone with it: it starts as the image's /tmp, which anyone may write to.
    ...(spec.tmpMiB === "on disk" && {
      volumes: [{ name: "tmp", host: {} }],
      mountPoints: [{ sourceVolume: "tmp", containerPath: "/tmp", readOnly: false }],
    }),
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": spec.logGroup,
        "awslogs-region": spec.region,
        "awslogs-stream-prefix": spec.logStreamPrefix,
      },
    },
  };
}
