import type { NoticeMode, WebhookFormat } from "../contract/notices.ts";
import type { Architecture } from "./instance-types.ts";

/**
 * The settings of a platform, but for its VPC and the samples. A stack's configuration has the same keys, defaults and limits; see `StackConfigSchema`.
 */
export interface PlatformSettings {
  /** Processor of the instances and of the worker's image. arm64 costs about a fifth less. @default "arm64" */
  readonly architecture?: Architecture;
  /** Instance families or types to choose from. @default the current general and compute families of the architecture @example ["m7g"] */
  readonly instanceTypes?: readonly string[];
  /** Use Spot instances: a third of the price, but AWS may reclaim them. @default true */
  readonly spot?: boolean;
  /** How Batch chooses Spot instances. With BEST_FIT each change replaces the environment. @default "SPOT_PRICE_CAPACITY_OPTIMIZED" */
  readonly spotAllocation?: "SPOT_PRICE_CAPACITY_OPTIMIZED" | "BEST_FIT";
  /** vCPUs that always run, and cost money when idle, so that the first jobs start at once. @default 0 */
  readonly minVcpus?: number;
  /** Most vCPUs at once, 1–10,000, on Spot, or on demand if `spot` is false. @default 16 */
  readonly maxVcpus?: number;
  /** Most vCPUs on demand, in addition to `maxVcpus`, if Spot has no capacity. 0: no fallback. @default 0 */
  readonly onDemandMaxVcpus?: number;
  /** Families or types with NVIDIA GPUs, for stages that request GPUs. All are x86_64. @default ["g4dn", "g5", "g6"] */
  readonly gpuInstanceTypes?: readonly string[];
  /** Most vCPUs of instances with GPUs at once. g5.xlarge has one GPU and 4 vCPUs. @default 16 */
  readonly gpuMaxVcpus?: number;
  /** Most vCPUs of instances with GPUs on demand, in addition to `gpuMaxVcpus`. 0: no fallback. @default 0 */
  readonly gpuOnDemandMaxVcpus?: number;
  /** Most vCPUs of multi-node stages at once. They run on demand, because Spot cannot run them. @default 16 */
  readonly multiNodeMaxVcpus?: number;
  /** Minutes, 1–360, that running jobs have to finish if an update replaces their instances. @default 60 */
  readonly jobMinutesOnUpdate?: number;
  /** Root volume of an instance, in GiB, 30–65,536. @default 50 */
  readonly diskGiB?: number;
  /** The instances' image: `recommended`, an AMI's id, or the public parameter of one release. @default Batch's choice @example "recommended" */
  readonly ami?: string | undefined;
  /** The image of instances with GPUs, as `ami`. @default Batch's choice @example "recommended" */
  readonly gpuAmi?: string | undefined;
  /** Name → units of a limited resource that stages consume, such as connections to a database. @default none @example { "orders-database": 20 } */
  readonly consumableResources?: Readonly<Record<string, number>>;
  /** Name → ARN of a secret in Secrets Manager, or of one of its JSON keys, that stages get as variables. @default none */
  readonly secrets?: Readonly<Record<string, string>>;
  /** A worker's image built elsewhere, by digest. @default builds it and pushes it to ECR @example "ghcr.io/shop/worker@sha256:0a1b…" */
  readonly workerImage?: string | undefined;
  /** How many images that the stack built stay after newer ones, 1–1,000, for runs under way and rollbacks. @default 20 */
  readonly keptVersions?: number;
  /** ARN of the secret `{"username": "…", "password": "…"}` of the registry of `workerImage`. @default none, as for ECR and public images */
  readonly registrySecretArn?: string | undefined;
  /** Who logs in with `registrySecretArn`: ECS, for each container; or each instance, once, as it boots. @default "job" */
  readonly registryLogin?: "job" | "ecs-agent";
  /** The HTTP proxy through which workers fetch from tenants' URLs. @default none; private addresses are blocked @example "http://proxy.internal:3128" */
  readonly egressProxy?: string | undefined;
  /** Let schedules start workflows. false: only people start them. @default true */
  readonly scheduleEnabled?: boolean;
  /** Addresses for mails about failed runs, blocked jobs and errors. Each has to confirm once. @default none @example ["oncall@shop.example"] */
  readonly alarmEmails?: readonly string[];
  /** US dollars a month. The topic of the alarms gets a message at 80 % and 100 % of them, and when AWS expects more. @default 0, so no budget @example 500 */
  readonly monthlyBudgetUsd?: number;
  /** When operators and the webhook get notices of runs: what breaks and is well again, each run, or none for operators. @default "changes" */
  readonly operatorNotices?: NoticeMode;
  /** The address that sends tenants' contacts their results, verified in SES. @default none, so contacts get no mail @example "Jobs <jobs@shop.example>" */
  readonly noticeSender?: string | undefined;
  /** ARN of the secret `{"url": "https://…", "key": "whsec_…"}` of an address that gets signed notices. @default none */
  readonly webhookSecret?: string | undefined;
  /** What the webhook gets: the notice with its texts, or a message for Slack. @default "json" */
  readonly webhookFormat?: WebhookFormat;
  /** Let `pulumi destroy` delete buckets, table and images with their content. false: they are protected. @default false */
  readonly removable?: boolean;
  /** Keep the table of runs restorable to any second of the last 35 days. @default true */
  readonly pointInTimeRecovery?: boolean;
  /** Let containers of job definitions from before the broker assume the tenant role themselves, for any tenant. @default true */
  readonly directTenantAccess?: boolean;
  /** Suffix for the names of tenants' own buckets, which are unique in an account and region. @default none @example "-dev" */
  readonly tenantBucketSuffix?: string | undefined;
  /** What state machines log: failures without data, or every event with its input and output. @default "ERROR" */
  readonly executionLog?: "ERROR" | "ALL";
  /** How long logs are kept, in days: one of CloudWatch's periods. @default 30 */
  readonly logRetentionDays?: number;
}
