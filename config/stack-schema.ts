import { maxEnvironmentVcpus, parseSecretReference, rootVolumeGiB } from "@batchline/aws-facts";
import * as z from "zod";
import { stackDefaults as defaults } from "./stack-defaults.ts";

/** The periods that CloudWatch Logs allows, in days. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const retentionDays = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731],
  ...[1096, 1827, 2192, 2557, 2922, 3288, 3653],
];

/** Text that may be empty. */
const optional = (pattern: RegExp, what: string) => {
  const text = z.string().regex(new RegExp(`^$|${pattern.source}`), what);
  return text.default("");
};
const listOf = (pattern: RegExp, what: string) => z.array(z.string().regex(pattern, what)).default([]);
const instanceTypes = (what: string) => listOf(/^[a-z0-9-]+(\.[a-z0-9-]+)?$/, `families or types ${what}`);
const choice = <const T extends readonly string[]>(values: T, standard: T[number]) =>
  z.enum(values).default(standard);
const flag = (standard: boolean) => z.boolean().default(standard);
const whole = (min: number, max: number, standard: number) => z.int().min(min).max(max).default(standard);
const maxVcpus = (standard: number) => whole(1, maxEnvironmentVcpus, standard);
const mayBeNoVcpus = (standard: number) => whole(0, maxEnvironmentVcpus, standard);

const ami = (release: string) =>
  optional(
    /^(recommended|ami-[0-9a-f]+|\/aws\/service\/ecs\/optimized-ami\/\S+\/image_id)$/,
    `recommended, an id such as ami-0a1b2c3d, or a parameter such as /aws/service/ecs/optimized-ami/amazon-linux-2023/${release}/image_id`,
  );

/** Batch allows 128 characters. The rest is for the names of project and stack. */
const resourceName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** A map from names that are allowed in a path of the configuration. */
const mapOf = <T extends z.ZodType>(value: T) =>
  z
    .record(z.string(), value)
    .refine(
      (map) => Object.keys(map).every((name) => resourceName.test(name)),
      "expected names of 1–64 letters, digits, - and _, starting with a letter or digit",
    )
    .default({});

const units = "expected whole numbers of at least 1";
const secret = z
  .string("expected the ARN of a secret")
  .refine(
    (arn) => parseSecretReference(arn) !== undefined,
    "expected the whole ARN of a secret of Secrets Manager, with the six characters at its end, and at most :<JSON key>:: after them",
  );

/**
 * Every key of a stack's configuration. Pulumi.yaml declares the same keys, types, defaults and descriptions for
 * `pulumi config`; a test compares both.
 */
export const StackConfigSchema = z.strictObject({
  zones: whole(1, 6, defaults.zones).describe(
    "Availability zones of the VPC, 1–6. More zones have more Spot capacity to choose from.",
  ),
  internet: choice(["nat", "nat-per-zone", "public-ip", "none"], defaults.internet).describe(
    "How workers reach suppliers. nat: one NAT gateway; nat-per-zone: one in each zone; public-ip: no NAT, instances have public addresses; none: AWS services through interface endpoints, suppliers through egressProxy only.",
  ),
  vpcId: optional(/^vpc-[0-9a-f]+$/, "an id such as vpc-0a1b2c3d").describe(
    "An existing VPC to use instead of a new one. Needs subnetIds; zones and internet do not apply.",
  ),
  subnetIds: listOf(/^subnet-[0-9a-f]+$/, "ids such as subnet-0a1b2c3d").describe(
    "Subnets of vpcId in which instances start. They need a route to AWS services and to suppliers.",
  ),
  routeTableIds: listOf(/^rtb-[0-9a-f]+$/, "ids such as rtb-0a1b2c3d").describe(
    "Route tables of subnetIds that get gateway endpoints for S3 and DynamoDB. Leave empty if the VPC has them.",
  ),
  architecture: choice(["arm64", "x86_64"], defaults.architecture).describe(
    "Processor of the instances and of the worker image. arm64 costs about a fifth less.",
  ),
  instanceTypes: instanceTypes('such as "m7g" or "c7g.4xlarge"').describe(
    "Instance families or types to choose from. Empty: the current general and compute families of the architecture.",
  ),
  spot: flag(defaults.spot).describe(
    "Use Spot instances: a third of the price, but AWS may reclaim them. false: on demand.",
  ),
  minVcpus: mayBeNoVcpus(defaults.minVcpus).describe(
    "vCPUs that always run, and cost money when idle, so that the first jobs start at once.",
  ),
  maxVcpus: maxVcpus(defaults.maxVcpus).describe(
    "Most vCPUs at once, on Spot, or on demand if spot is false.",
  ),
  onDemandMaxVcpus: mayBeNoVcpus(defaults.onDemandMaxVcpus).describe(
    "Most vCPUs on demand, in addition to maxVcpus, if Spot has no capacity. 0: no fallback.",
  ),
  gpuInstanceTypes: instanceTypes('with NVIDIA GPUs such as "g6" or "g5.2xlarge"').describe(
    "Instance families or types with NVIDIA GPUs, for stages that request GPUs. Empty: g4dn, g5 and g6. All are x86_64.",
  ),
  gpuMaxVcpus: maxVcpus(defaults.gpuMaxVcpus).describe(
    "Most vCPUs of instances with GPUs at once, on Spot, or on demand if spot is false. g5.xlarge has one GPU and 4 vCPUs.",
  ),
  gpuOnDemandMaxVcpus: mayBeNoVcpus(defaults.gpuOnDemandMaxVcpus).describe(
    "Most vCPUs of instances with GPUs on demand, in addition to gpuMaxVcpus, if Spot has no capacity. 0: no fallback.",
  ),
  multiNodeMaxVcpus: maxVcpus(defaults.multiNodeMaxVcpus).describe(
    "Most vCPUs of multi-node stages at once. They run on demand, because Spot cannot run them.",
  ),
  consumableResources: mapOf(z.int(units).min(1, units)).describe(
    "Name → units of a limited resource, such as connections to a database. Stages say how many units a job holds; a job waits until enough are free.",
  ),
  secrets: mapOf(secret).describe(
    "Name → ARN of a secret in Secrets Manager, or of one of its JSON keys. Stages say which secrets their containers get as variables.",
  ),
  spotAllocation: choice(["SPOT_PRICE_CAPACITY_OPTIMIZED", "BEST_FIT"], defaults.spotAllocation).describe(
    "How Batch chooses Spot instances. BEST_FIT uses the older Spot Fleet; each change then replaces the environment instead of updating it.",
  ),
  jobMinutesOnUpdate: whole(1, 360, defaults.jobMinutesOnUpdate).describe(
    "Minutes that running jobs have to finish if an update replaces their instances, 1–360.",
  ),
  ami: ami("<release>").describe(
    "The instances' image. Empty: what Batch chooses when it creates an environment, and keeps. recommended: AWS's newest at each deployment. Or an AMI's id, or the public parameter of one release.",
  ),
  gpuAmi: ami("gpu/<release>").describe(
    "The image of instances with GPUs. The same choices as ami, with NVIDIA's drivers.",
  ),
  diskGiB: whole(rootVolumeGiB.least, rootVolumeGiB.most, defaults.diskGiB).describe(
    "Root volume of an instance, in GiB.",
  ),
  workerImage: optional(
    /^[^@\s]+@sha256:[0-9a-f]{64}$/,
    "an image by digest: <registry>/<repository>@sha256:<64 hex digits>",
  ).describe("A worker image built elsewhere, by digest. Empty: build worker/Dockerfile and push it to ECR."),
  keptVersions: whole(1, 1_000, defaults.keptVersions).describe(
    "How many images that the stack built stay in ECR after newer ones, for runs under way and rollbacks.",
  ),
  registrySecretArn: optional(
    /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:\S+$/,
    "the ARN of a secret of Secrets Manager",
  ).describe(
    'The secret {"username", "password"} of workerImage\'s registry. Empty: ECR, or a public image.',
  ),
  registryLogin: choice(["job", "ecs-agent"], defaults.registryLogin).describe(
    "Who logs in with registrySecretArn. job: ECS, for each container. ecs-agent: each instance, once, as it boots.",
  ),
  egressProxy: optional(
    /^https?:\/\/[^\s/]+\/?$/,
    "an http:// or https:// address such as http://proxy.internal:3128",
  ).describe(
    "The HTTP proxy through which workers fetch from tenants' URLs. Empty: no proxy; private addresses are blocked.",
  ),
  scheduleEnabled: flag(defaults.scheduleEnabled).describe(
    "Let schedules start workflows. false: only people start them.",
  ),
  alarmEmails: listOf(/^[^@\s]+@[^@\s]+\.[^@\s]+$/, "mail addresses such as oncall@example.com").describe(
    "Addresses for mails about failed runs, blocked jobs and errors. Each has to confirm once.",
  ),
  monthlyBudgetUsd: whole(0, 10_000_000, defaults.monthlyBudgetUsd).describe(
    "A message to the alarms' topic when the stack's costs of a month reach 80 % and 100 % of so many US dollars, or AWS expects them to. 0: no budget.",
  ),
  operatorNotices: choice(["changes", "every-run", "off"], defaults.operatorNotices).describe(
    "When operators and the webhook get notices of runs. changes: when something breaks, and when it is well again; every-run: of each run; off: operators get none.",
  ),
  noticeSender: optional(
    /^([^<>"@\p{C}]+ )?<?[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+>?$/u,
    "a mail address such as jobs@example.com or Jobs <jobs@example.com>",
  ).describe(
    "The address that sends tenants' contacts their results, verified in SES, such as Jobs <jobs@example.com>. Empty: contacts get no mail.",
  ),
  webhookSecret: optional(
    /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:\S+-[A-Za-z0-9]{6}$/,
    "the whole ARN of a secret of Secrets Manager, with the six characters at its end",
  ).describe(
    'ARN of the secret {"url", "key"} of an HTTPS address that gets signed notices. Empty: none does.',
  ),
  webhookFormat: choice(["json", "slack"], defaults.webhookFormat).describe(
    "What the webhook gets. json: the notice with its texts; slack: a message for Slack's incoming webhooks.",
  ),
  removable: flag(defaults.removable).describe(
    "Let pulumi destroy delete buckets, table and images with their content. false: they are protected.",
  ),
  pointInTimeRecovery: flag(defaults.pointInTimeRecovery).describe(
    "Keep the table of runs restorable to any second of the last 35 days.",
  ),
  directTenantAccess: flag(defaults.directTenantAccess).describe(
    "Let containers of job definitions from before the broker assume their workflow's tenant role themselves, for any tenant. Runs that began before the update need it.",
  ),
  samples: flag(defaults.samples).describe(
    "Put the sample tenants' feeds and images into their data, where their files in tenants/ expect them.",
  ),
  tenantBucketSuffix: optional(/^-?[a-z0-9-]*[a-z0-9]$/, "lower-case letters, digits and dashes").describe(
    "Suffix for the names of tenants' own buckets, which are unique in an account and region. Empty in the stack that serves the tenants.",
  ),
  executionLog: choice(["ERROR", "ALL"], defaults.executionLog).describe(
    "What state machines log. ERROR: failures, without data; Step Functions keeps each execution's history for 90 days. ALL: every event with its input and output, paid for by size.",
  ),
  logRetentionDays: z
    .int()
    .refine((days) => retentionDays.includes(days), `one of ${retentionDays.join(", ")}`)
    .default(defaults.logRetentionDays)
    .describe(`How long logs are kept, in days: ${retentionDays.join(", ")}.`),
});
