import { parseSecretReference } from "@batchline/aws-facts";
import * as z from "zod";

/** The periods that CloudWatch Logs knows, in days. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const retentionDays = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653];

/** Text that may be left empty. */
const optional = (pattern: RegExp, what: string) =>
  z
    .string()
    .regex(new RegExp(`^$|${pattern.source}`), what)
    .default("");

/** As Batch has them, less what the project's and the stack's name need of its 128 characters. */
const resourceNames = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

const listOf = (pattern: RegExp, what: string) => z.array(z.string().regex(pattern, what)).default([]);

/**
 * Every key of a stack's configuration. Pulumi.yaml declares the same keys with the same types, defaults and
 * descriptions, so that `pulumi config` knows them; a test holds the two together.
 */
export const StackConfigSchema = z.strictObject({
  zones: z
    .int()
    .min(1)
    .max(6)
    .default(1)
    .describe("Availability zones of the VPC, 1–6. More zones: more Spot capacity to choose from."),
  internet: z
    .enum(["nat", "nat-per-zone", "public-ip", "none"])
    .default("nat")
    .describe(
      "How workers reach suppliers. nat: one NAT gateway; nat-per-zone: one in each zone; public-ip: no NAT, instances have public addresses; none: AWS services through interface endpoints, suppliers through egressProxy only.",
    ),
  vpcId: optional(/^vpc-[0-9a-f]+$/, "an id such as vpc-0a1b2c3d").describe(
    "A VPC that exists, instead of one made here. Needs subnetIds; zones and internet do not apply.",
  ),
  subnetIds: listOf(/^subnet-[0-9a-f]+$/, "ids such as subnet-0a1b2c3d").describe(
    "Subnets of vpcId that instances start in. They need a way to AWS services and to suppliers.",
  ),
  routeTableIds: listOf(/^rtb-[0-9a-f]+$/, "ids such as rtb-0a1b2c3d").describe(
    "Route tables of subnetIds that get gateway endpoints for S3 and DynamoDB. Leave empty where the VPC has them.",
  ),
  architecture: z
    .enum(["arm64", "x86_64"])
    .default("arm64")
    .describe("Processor of the instances and of the worker image. arm64 costs about a fifth less."),
  instanceTypes: listOf(
    /^[a-z0-9-]+(\.[a-z0-9-]+)?$/,
    'families or types such as "m7g" or "c7g.4xlarge"',
  ).describe(
    "Instance families or types to choose from; empty: the current general and compute families of the architecture.",
  ),
  spot: z
    .boolean()
    .default(true)
    .describe("Run on Spot instances: a third of the price, and taken back at times. false: on demand."),
  minVcpus: z
    .int()
    .min(0)
    .max(10_000)
    .default(0)
    .describe(
      "vCPUs that are always there, charged for also when idle, so that the first jobs start at once.",
    ),
  maxVcpus: z
    .int()
    .min(1)
    .max(10_000)
    .default(16)
    .describe("The most vCPUs that run at once, on Spot, or on demand where spot is false."),
  onDemandMaxVcpus: z
    .int()
    .min(0)
    .max(10_000)
    .default(0)
    .describe(
      "The most vCPUs that run on demand, beside maxVcpus, when Spot has no capacity. 0: no fallback.",
    ),
  gpuInstanceTypes: listOf(
    /^[a-z0-9-]+(\.[a-z0-9-]+)?$/,
    'families or types with NVIDIA GPUs such as "g6" or "g5.2xlarge"',
  ).describe(
    "Instance families or types with NVIDIA GPUs, for stages that ask for some; empty: g4dn, g5 and g6. They are x86_64.",
  ),
  gpuMaxVcpus: z
    .int()
    .min(1)
    .max(10_000)
    .default(16)
    .describe(
      "The most vCPUs of instances with GPUs that run at once, on Spot, or on demand where spot is false. g5.xlarge has a GPU and 4.",
    ),
  gpuOnDemandMaxVcpus: z
    .int()
    .min(0)
    .max(10_000)
    .default(0)
    .describe(
      "The most vCPUs of instances with GPUs that run on demand, beside gpuMaxVcpus, when Spot has no capacity. 0: no fallback.",
    ),
  multiNodeMaxVcpus: z
    .int()
    .min(1)
    .max(10_000)
    .default(16)
    .describe("The most vCPUs that multi-node stages run on at once, on demand: Spot cannot run them."),
  consumableResources: z
    .record(
      z.string(),
      z.int("expected whole numbers of at least 1").min(1, "expected whole numbers of at least 1"),
    )
    .refine(
      (totals) => Object.keys(totals).every((name) => resourceNames.test(name)),
      "expected names of 1–64 letters, digits, - and _, starting with a letter or digit",
    )
    .default({})
    .describe(
      "Name → how much there is of what running jobs hold, such as connections to a database. Stages say what they take of it; a job waits until there is enough.",
    ),
  secrets: z
    .record(
      z.string(),
      z
        .string("expected the ARN of a secret")
        .refine(
          (arn) => parseSecretReference(arn) !== undefined,
          "expected the whole ARN of a secret of Secrets Manager, with the six characters at its end, and at most :<JSON key>:: after them",
        ),
    )
    .refine(
      (secrets) => Object.keys(secrets).every((name) => resourceNames.test(name)),
      "expected names of 1–64 letters, digits, - and _, starting with a letter or digit",
    )
    .default({})
    .describe(
      "Name → ARN of a secret of Secrets Manager, or of one of its JSON keys. Stages say which of them their containers get as variables.",
    ),
  spotAllocation: z
    .enum(["SPOT_PRICE_CAPACITY_OPTIMIZED", "BEST_FIT"])
    .default("SPOT_PRICE_CAPACITY_OPTIMIZED")
    .describe(
      "How Spot instances are chosen. BEST_FIT is the older Spot Fleet, whose environment is replaced, not updated, by each change.",
    ),
  jobMinutesOnUpdate: z
    .int()
    .min(1)
    .max(360)
    .default(60)
    .describe("Minutes that running jobs get to finish when an update replaces their instances, 1–360."),
  ami: optional(
    /^(recommended|ami-[0-9a-f]+|\/aws\/service\/ecs\/optimized-ami\/\S+\/image_id)$/,
    "recommended, an id such as ami-0a1b2c3d, or a parameter such as /aws/service/ecs/optimized-ami/amazon-linux-2023/<release>/image_id",
  ).describe(
    "The instances' image. Empty: Batch's choice when an environment is made, kept. recommended: AWS's newest in every deployment. Else an AMI's id, or the public parameter of one release.",
  ),
  gpuAmi: optional(
    /^(recommended|ami-[0-9a-f]+|\/aws\/service\/ecs\/optimized-ami\/\S+\/image_id)$/,
    "recommended, an id such as ami-0a1b2c3d, or a parameter such as /aws/service/ecs/optimized-ami/amazon-linux-2023/gpu/<release>/image_id",
  ).describe("The image of instances with GPUs, as ami is of the others: with NVIDIA's drivers."),
  diskGiB: z.int().min(30).max(16_384).default(50).describe("Root volume of an instance, in GiB."),
  workerImage: optional(
    /^[^@\s]+@sha256:[0-9a-f]{64}$/,
    "an image by digest: <registry>/<repository>@sha256:<64 hex digits>",
  ).describe("A worker image built elsewhere, by digest. Empty: build worker/Dockerfile and push it to ECR."),
  registrySecretArn: optional(
    /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:\S+$/,
    "the ARN of a secret of Secrets Manager",
  ).describe(
    'The secret {"username", "password"} of the registry that workerImage is in. Empty: ECR, or a public image.',
  ),
  registryLogin: z
    .enum(["job", "ecs-agent"])
    .default("job")
    .describe(
      "Who logs in with registrySecretArn. job: ECS, for each container. ecs-agent: each instance, once, as it boots.",
    ),
  egressProxy: optional(
    /^https?:\/\/[^\s/]+\/?$/,
    "an http:// or https:// address such as http://proxy.internal:3128",
  ).describe(
    "The HTTP proxy through which workers fetch from tenants' URLs. Empty: directly, refusing private addresses.",
  ),
  scheduleEnabled: z.boolean().default(true).describe("Let schedules start workflows. false: by hand only."),
  alarmEmails: listOf(/^[^@\s]+@[^@\s]+\.[^@\s]+$/, "mail addresses such as oncall@example.com").describe(
    "Who hears of failed runs, blocked jobs and errors by mail. Each address has to confirm once.",
  ),
  removable: z
    .boolean()
    .default(false)
    .describe(
      "pulumi destroy may delete buckets, table and images with all that is in them. false: they are protected.",
    ),
  pointInTimeRecovery: z
    .boolean()
    .default(true)
    .describe("Keep the table of runs restorable to any second of the last 35 days."),
  tenantBucketSuffix: optional(/^-?[a-z0-9-]*[a-z0-9]$/, "lower-case letters, digits and dashes").describe(
    "Added to the names of tenants' own buckets, which are unique in all of AWS. Empty in the stack that serves them.",
  ),
  logRetentionDays: z
    .int()
    .refine((days) => retentionDays.includes(days), `one of ${retentionDays.join(", ")}`)
    .default(30)
    .describe(`How long logs are kept, in days: ${retentionDays.join(", ")}.`),
});
