import { delimiter, dirname } from "node:path";
import type { Container } from "./container.ts";

/** An attempt, as far as its environment needs it. */
interface ContainerContext extends Pick<Container, "queue" | "memoryMiB" | "node"> {
  readonly jobId: string;
  /** Only for a child of an array: its index, and the number of children. */
  readonly index?: number;
  readonly arraySize?: number | undefined;
  /** From 1. */
  readonly attempt: number;
  readonly computeEnvironment: string;
  readonly endpoint: string;
  /** Absent for a job without a role. */
  readonly credentialsUrl?: string;
  readonly metadataUrl: string;
  /** The user's home, which is read-only. */
  readonly home: string;
  /** What /tmp is on AWS. */
  readonly tmp: string;
}

const defaultPath = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"].join(
  delimiter,
);

/**
 * A container's environment. The job's variables override the image's, and Batch's and ECS's override both. It has no
 * variables of the developer: neither credentials nor, through HOME or instance metadata, a way to find some. It has no
 * region: agents of ECS set one since version 1.104 only. docs/local.md has the whole table.
 * https://docs.aws.amazon.com/batch/latest/userguide/job_env_vars.html https://github.com/aws/amazon-ecs-agent/pull/4946
 */
export function containerEnvironment(
  image: Readonly<Record<string, string>>,
  job: Readonly<Record<string, string>>,
  context: ContainerContext,
): Record<string, string> {
  const own = { ...image, ...job };
  const { NODE_OPTIONS: options = "", PATH: path = defaultPath } = own;
  return {
    ...own,
    // The image's or the job's own options follow, and override it.
    NODE_OPTIONS: `--max-old-space-size=${oldSpaceMiB(context.memoryMiB)} ${options}`.trimEnd(),
    // `node` in a container is the running Node.js.
    PATH: [dirname(process.execPath), path].join(delimiter),
    HOME: context.home,
    TMPDIR: context.tmp,
    AWS_BATCH_JOB_ID: context.jobId,
    AWS_BATCH_JOB_ATTEMPT: String(context.attempt),
    AWS_BATCH_JQ_NAME: context.queue,
    AWS_BATCH_CE_NAME: context.computeEnvironment,
    ...(context.index !== undefined && {
      AWS_BATCH_JOB_ARRAY_INDEX: String(context.index),
      AWS_BATCH_JOB_ARRAY_SIZE: String(context.arraySize),
    }),
    ...(context.node !== undefined && nodeVariables(context.node)),
    AWS_ENDPOINT_URL: context.endpoint,
    AWS_EC2_METADATA_DISABLED: "true",
    ECS_CONTAINER_METADATA_URI_V4: context.metadataUrl,
    ...(context.credentialsUrl !== undefined && {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: context.credentialsUrl,
    }),
  };
}

/** All nodes run on this machine and reach each other by the loopback address, so their ports must differ. */
function nodeVariables({ index, mainNode, count }: NonNullable<Container["node"]>): Record<string, string> {
  return {
    AWS_BATCH_JOB_MAIN_NODE_INDEX: String(mainNode),
    AWS_BATCH_JOB_NODE_INDEX: String(index),
    AWS_BATCH_JOB_NUM_NODES: String(count),
    ...(index !== mainNode && { AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS: "127.0.0.1" }),
  };
}

/**
 * In a container V8 limits its heap to half of the memory limit, at most 2 GiB, or 4 GiB from 15 GiB on. Without this limit a
 * process here would use the machine's memory as its measure, and exceed a limit that it respects on AWS.
 */
function oldSpaceMiB(memoryMiB: number): number {
  return Math.floor(Math.min(memoryMiB / 2, memoryMiB >= 15 * 1024 ? 4096 : 2048));
}
