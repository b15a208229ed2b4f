/** Set by AWS Batch on each node of a multi-node parallel job. https://docs.aws.amazon.com/batch/latest/userguide/mnp-env-vars.html */
export const nodeVariables = {
  index: "AWS_BATCH_JOB_NODE_INDEX",
  mainIndex: "AWS_BATCH_JOB_MAIN_NODE_INDEX",
  count: "AWS_BATCH_JOB_NUM_NODES",
  /** Not set on the main node itself. */
  mainAddress: "AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS",
} as const;

/** Set by AWS Batch on every job: the number of the attempt, from 1. All nodes of a job are assumed to have the same. */
export const jobAttemptVariable = "AWS_BATCH_JOB_ATTEMPT";

/**
 * The TCP ports of main nodes, which listen on the first free one. On AWS each node has its own address, so that is
 * always the first. On a laptop all jobs share one address. The nodes' security group allows these ports.
 */
export const nodePorts = { first: 7300, last: 7363 } as const;
