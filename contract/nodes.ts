/** Set by AWS Batch on each node of a multi-node parallel job. https://docs.aws.amazon.com/batch/latest/userguide/mnp-env-vars.html */
export const nodeVariables = {
  index: "AWS_BATCH_JOB_NODE_INDEX",
  mainIndex: "AWS_BATCH_JOB_MAIN_NODE_INDEX",
  count: "AWS_BATCH_JOB_NUM_NODES",
  /** Not set on the main node itself. */
  mainAddress: "AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS",
} as const;

/** Set by AWS Batch on every job: which attempt this is, from 1. The nodes of a job are taken to count alike. */
export const jobAttemptVariable = "AWS_BATCH_JOB_ATTEMPT";

/**
 * The TCP ports of which a job's main node listens on the first that is free: on AWS that is always the first one, as each node has
 * an address of its own; on a laptop all jobs share one. The nodes' security group lets these through.
 */
export const nodePorts = { first: 7300, last: 7363 } as const;
