import { delimiter, dirname } from "node:path";
import type { ContainerNode } from "./container.ts";

/** What `containerEnvironment` needs to know of an attempt. */
export interface ContainerContext {
  readonly jobId: string;
  /** Only for a child of an array. */
  readonly index?: number;
  /** Only for a node of a multi-node parallel job. */
  readonly node?: ContainerNode;
  /** From 1. */
  readonly attempt: number;
  /** Names, not ARNs. */
  readonly queue: string;
  readonly computeEnvironment: string;
  readonly region: string;
  readonly endpoint: string;
  /** Absent for a job without a role. */
  readonly credentialsUrl?: string;
  readonly metadataUrl: string;
  readonly memoryMiB: number;
  /** A directory of this container's own: its home and its /tmp. */
  readonly scratch: string;
}

const defaultPath = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"].join(
  delimiter,
);

/**
 * The environment of a container: the image's, then the job's own, then what Batch and ECS set, which wins. Nothing of the
 * developer's: neither credentials nor, through HOME or the instance metadata service, a way to find some.
 * https://docs.aws.amazon.com/batch/latest/userguide/job_env_vars.html
 */
export function containerEnvironment(
  image: Readonly<Record<string, string>>,
  job: Readonly<Record<string, string>>,
  context: ContainerContext,
): Record<string, string> {
  const own = { ...image, ...job };
  return {
    ...own,
    // Before the image's or the job's own options, which win.
    NODE_OPTIONS:
      `--max-old-space-size=${oldSpaceMiB(context.memoryMiB)} ${own.NODE_OPTIONS ?? ""}`.trimEnd(),
    // `node` in an image is the Node that runs this.
    PATH: [dirname(process.execPath), own.PATH ?? defaultPath].join(delimiter),
    HOME: context.scratch,
    TMPDIR: context.scratch,
    AWS_BATCH_JOB_ID: context.jobId,
    AWS_BATCH_JOB_ATTEMPT: String(context.attempt),
    AWS_BATCH_JQ_NAME: context.queue,
    AWS_BATCH_CE_NAME: context.computeEnvironment,
    ...(context.index !== undefined && { AWS_BATCH_JOB_ARRAY_INDEX: String(context.index) }),
    ...(context.node !== undefined && nodeVariables(context.node)),
    AWS_REGION: context.region,
    AWS_DEFAULT_REGION: context.region,
    AWS_ENDPOINT_URL: context.endpoint,
    AWS_EC2_METADATA_DISABLED: "true",
    ECS_CONTAINER_METADATA_URI_V4: context.metadataUrl,
    ...(context.credentialsUrl !== undefined && {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: context.credentialsUrl,
    }),
  };
}

/** All nodes are on this machine, so that they reach each other by the loopback address: what they listen on must not collide. */
function nodeVariables({ index, mainNode, count }: ContainerNode): Record<string, string> {
  return {
    AWS_BATCH_JOB_MAIN_NODE_INDEX: String(mainNode),
    AWS_BATCH_JOB_NODE_INDEX: String(index),
    AWS_BATCH_JOB_NUM_NODES: String(count),
    ...(index !== mainNode && { AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS: "127.0.0.1" }),
  };
}

/**
 * In a container V8 sizes its heap by the container's memory limit: half of it, and no more than 2 GiB, or 4 GiB from 15 GiB
 * on. A process here would go by the whole machine's memory and grow past a limit that it respects on AWS.
 */
function oldSpaceMiB(memoryMiB: number): number {
  return Math.floor(Math.min(memoryMiB / 2, memoryMiB >= 15 * 1024 ? 4096 : 2048));
}
