/** Environment variables of Lambda functions and containers. */
export const env = {
  /** The workflow's name, for example `nightly-report`. Job definition. */
  workflow: "BATCHLINE_WORKFLOW",
  /** Run id. Container override at submission. */
  runId: "BATCHLINE_RUN_ID",
  /** S3 key prefix of `chunks.json` and `chunks.idx`, ending in `/`. Container override. */
  manifest: "BATCHLINE_MANIFEST",
  /** The name of the execution that works on the run. Container override. */
  execution: "BATCHLINE_EXECUTION",
  /** The place of the shard's first chunk in the manifest. The worker adds the array index. Container override. */
  shardOffset: "BATCHLINE_SHARD_OFFSET",
  /**
   * S3 key prefix of the planner's request and answer, ending in `/`. Container override of workflows that are planned
   * in a container.
   */
  planning: "BATCHLINE_PLANNING",
  /** Failures of its own after which a job ends, if Spot reclaims may end attempts too. Job definition. */
  attempts: "BATCHLINE_ATTEMPTS",
  /** Name of the platform bucket. */
  platformBucket: "BATCHLINE_PLATFORM_BUCKET",
  /** Name of the DynamoDB table. */
  table: "BATCHLINE_TABLE",
  /** The ARNs of the job queues, separated by commas. */
  jobQueues: "BATCHLINE_JOB_QUEUES",
  /** Workflow → name of its state machine, in JSON. Names, as all variables of a function must fit into 4 KiB. */
  stateMachines: "BATCHLINE_STATE_MACHINES",
  /** ARN of the broker's function, without a version. Job definition. */
  broker: "BATCHLINE_BROKER",
  /** Name of the function that closes runs. Plan function and planner's job. */
  closeFunction: "BATCHLINE_CLOSE_FUNCTION",
  /** ARN of the topic for operators' notices. Absent: they get none. Function that sends notices, as the next five. */
  noticeTopic: "BATCHLINE_NOTICE_TOPIC",
  /** When operators get notices: `changes` or `every-run`. */
  operatorNotices: "BATCHLINE_OPERATOR_NOTICES",
  /** The address that sends tenants' mails. Absent: they get none. */
  noticeSender: "BATCHLINE_NOTICE_SENDER",
  /** ARN of the webhook's secret. Absent: there is no webhook. */
  webhookSecret: "BATCHLINE_WEBHOOK_SECRET_NAME",
  /** `json` or `slack`. */
  webhookFormat: "BATCHLINE_WEBHOOK_FORMAT",
  /** The stack's name, for commands to type. */
  stack: "BATCHLINE_STACK",
  /** The role that a worker assumes, with the session tag `tenant`, to access its tenant's data. */
  tenantRole: "BATCHLINE_TENANT_ROLE_ARN",
  /**
   * HTTP(S) proxy for URLs that tenants supply. If it is empty, workers connect directly and refuse private addresses.
   * Calls to AWS never use it.
   */
  egressProxy: "BATCHLINE_EGRESS_PROXY",
} as const;

/** Set by AWS Batch on each child of an array job; absent on a plain job. */
export const arrayIndexVariable = "AWS_BATCH_JOB_ARRAY_INDEX";
/** Set by AWS Batch on every job. A child's id is `<parent id>:<index>`, a node's `<job id>#<node>`. */
export const jobIdVariable = "AWS_BATCH_JOB_ID";

/** The session tag that limits a worker to one tenant. Policies read it as `${aws:PrincipalTag/tenant}`. */
export const tenantSessionTag = "tenant";
