/** Names of the environment variables through which the program configures Lambda functions and containers. */
export const env = {
  /** The workflow's name, for example `nightly-report`. Job definition. */
  workflow: "BATCHLINE_WORKFLOW",
  /** Run id. Container override at submission. */
  runId: "BATCHLINE_RUN_ID",
  /** S3 key prefix, ending in `/`, under which `chunks.json` and `chunks.idx` are. Container override. */
  manifest: "BATCHLINE_MANIFEST",
  /** Where this shard starts in the manifest; the array index is added to it. Container override. */
  shardOffset: "BATCHLINE_SHARD_OFFSET",
  /**
   * S3 key prefix, ending in `/`, under which the planner's job finds the request and puts its answer. Container override; only
   * where a workflow is planned in a container.
   */
  planning: "BATCHLINE_PLANNING",
  /** The platform bucket's name. */
  platformBucket: "BATCHLINE_PLATFORM_BUCKET",
  /** The DynamoDB table's name. */
  table: "BATCHLINE_TABLE",
  /** The ARNs of the queues that runs submit their jobs to, with commas between. */
  jobQueues: "BATCHLINE_JOB_QUEUES",
  /** The names of the state machines, by workflow, in JSON: functions have 4 KiB for all of their variables. */
  stateMachines: "BATCHLINE_STATE_MACHINES",
  /** The role a worker assumes, with the session tag `tenant`, to reach its chunk's tenant's data. */
  tenantRole: "BATCHLINE_TENANT_ROLE_ARN",
  /**
   * HTTP(S) proxy for everything a worker fetches from a tenant-supplied URL; empty or absent: connect directly and
   * refuse private addresses. AWS calls never go through it.
   */
  egressProxy: "BATCHLINE_EGRESS_PROXY",
} as const;

/** Set by AWS Batch on each child of an array job; absent on a plain job. */
export const arrayIndexVariable = "AWS_BATCH_JOB_ARRAY_INDEX";
/** Set by AWS Batch on every job. A child's id is `<parent id>:<index>`, a node's `<job id>#<node>`. */
export const jobIdVariable = "AWS_BATCH_JOB_ID";

/** The session tag that limits a worker to one tenant; policies read it as `${aws:PrincipalTag/tenant}`. */
export const tenantSessionTag = "tenant";
