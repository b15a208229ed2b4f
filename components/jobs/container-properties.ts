/** What a container's properties are made from, all known. */
export interface ContainerSpec {
  readonly image: string;
  /** ARN of the secret with which ECS pulls the image. @default none, as for ECR and public images */
  readonly registrySecretArn?: string | undefined;
  readonly command: readonly string[];
  readonly vcpus: number;
  /** Hard limit in MiB; the container is killed above it. */
  readonly memoryMiB: number;
  /** @default 0 */
  readonly gpus?: number;
  /** Size in MiB of a /tmp in memory, which counts as the container's memory; or a /tmp on the instance's disk. @default 64 */
  readonly tmpMiB?: number | "on disk";
  /** Most files and sockets open at once. @default 65536 */
  readonly openFiles?: number;
  /** Variable → ARN of the secret that ECS sets it to. @default none */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Variables without a value are left out. Batch drops them, and every update would add them again. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly jobRoleArn: string;
  readonly executionRoleArn: string;
  readonly logGroup: string;
  readonly logStreamPrefix: string;
  readonly region: string;
}

export const defaultTmpMiB = 64;
export const defaultOpenFiles = 65_536;

/** The `node` user of the official Node images. worker/Dockerfile sets the same. */
const nonRoot = "1000:1000";

/**
 * The `containerProperties` of a job definition. The container cannot write to its image, is not root, and has an init
 * process that reaps orphans. https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerProperties.html
 */
export function containerProperties(spec: ContainerSpec) {
  const { gpus = 0, tmpMiB = defaultTmpMiB, openFiles = defaultOpenFiles, secrets = {} } = spec;
  return {
    image: spec.image,
    ...(spec.registrySecretArn !== undefined && {
      repositoryCredentials: { credentialsParameter: spec.registrySecretArn },
    }),
    command: [...spec.command],
    resourceRequirements: [
      { type: "VCPU", value: String(spec.vcpus) },
      { type: "MEMORY", value: String(spec.memoryMiB) },
      ...(gpus > 0 ? [{ type: "GPU", value: String(gpus) }] : []),
    ],
    // ECS sets the region itself only since version 1.104 of its agent, and instance metadata is blocked.
    environment: Object.entries({ AWS_REGION: spec.region, ...spec.environment }).flatMap(([name, value]) =>
      value === undefined || value === "" ? [] : [{ name, value }],
    ),
    ...(Object.keys(secrets).length > 0 && {
      secrets: Object.entries(secrets).map(([name, valueFrom]) => ({ name, valueFrom })),
    }),
    jobRoleArn: spec.jobRoleArn,
    executionRoleArn: spec.executionRoleArn,
    user: nonRoot,
    // No defaults, such as `privileged: false`: if Batch returns none, each deployment would find a difference.
    readonlyRootFilesystem: true,
    ulimits: [
      { name: "nofile", softLimit: openFiles, hardLimit: openFiles },
      // A core dump would fill the disk and hold tenants' data.
      { name: "core", softLimit: 0, hardLimit: 0 },
    ],
    linuxParameters: {
      initProcessEnabled: true,
      ...(tmpMiB !== "on disk" && {
        tmpfs: [{ containerPath: "/tmp", size: tmpMiB, mountOptions: ["rw", "nosuid", "nodev", "noexec"] }],
      }),
    },
    // An anonymous volume, deleted with the container. It starts as the image's /tmp, which is world-writable.
    ...(tmpMiB === "on disk" && {
      volumes: [{ name: "tmp", host: {} }],
      mountPoints: [{ sourceVolume: "tmp", containerPath: "/tmp" }],
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
