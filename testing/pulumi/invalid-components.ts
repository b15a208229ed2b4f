import type { BuiltMachine } from "@batchline/states/build";
import { Batchline } from "../../components/batchline.ts";
import type { BatchlineArgs } from "../../components/batchline-args.ts";
import { Compute, type ComputeArgs, type EnvironmentArgs } from "../../components/compute/compute.ts";
import { LaunchTemplate } from "../../components/compute/launch-template.ts";
import { BundledFunction } from "../../components/functions/bundled-function.ts";
import { ConsumableResource } from "../../components/jobs/consumable-resource.ts";
import { PlannerJob, type PlannerJobArgs } from "../../components/jobs/planner-job.ts";
import { type StageArgs, StageJobs, type StageJobsArgs } from "../../components/jobs/stage-jobs.ts";
import { WorkerImage } from "../../components/jobs/worker-image.ts";
import { Network } from "../../components/network/network.ts";
import { Grants } from "../../components/operations/grants.ts";
import { Storage } from "../../components/storage/storage.ts";
import { Workflow } from "../../components/workflow/workflow.ts";
import { WorkflowSchedule } from "../../components/workflow/workflow-schedule.ts";
import { greetings } from "../programs/embedding/workflows/greetings/workflow.ts";

const region = "eu-central-1";
const secretArn = `arn:aws:secretsmanager:${region}:123456789012:secret:registry-AbCdEf`;
const place = { accountId: "123456789012", region };
const tenant = { id: "acme", name: "Acme", weight: 1, workflows: {} };
/** Made by the first component that needs it, because a test sets its mocks first. */
let storage: Storage | undefined;
const anyStorage = () =>
  (storage ??= new Storage("storage", {
    ...place,
    tenants: [],
    removable: true,
    pointInTimeRecovery: false,
  }));

const environment: EnvironmentArgs = {
  name: "spot",
  purchase: "spot",
  maxVcpus: 16,
  instanceTypes: ["m7g"],
};
const compute = (args: Partial<ComputeArgs>) => (name: string) =>
  new Compute(name, {
    subnetIds: ["subnet-1"],
    securityGroupIds: ["sg-1"],
    instanceTags: {},
    environments: [environment],
    ...args,
  });

const stage: StageArgs = { vcpus: 1, memoryMiB: 512, timeout: 60 };
const jobs =
  (stages: Readonly<Record<string, StageArgs>>, more: Partial<StageJobsArgs> = {}) =>
  (name: string) =>
    new StageJobs(name, {
      ...more,
      stages,
      broker: { lambda: { arn: "arn" }, role: { arn: "arn", name: "broker" } },
      storage: anyStorage(),
      region,
      workflow: "import",
      image: "image",
      accountId: "123456789012",
      logRetentionDays: 1,
    });

const planner = (args: Partial<PlannerJobArgs>) => (name: string) =>
  new PlannerJob(name, {
    ...{ storage: anyStorage(), region, workflow: "import", image: "image", accountId: "123456789012" },
    listedPrefixes: [],
    closeFunction: { arn: "arn", name: "summary" },
    logRetentionDays: 1,
    ...args,
  });

const daily = { name: "default", cron: "0 3 * * ? *", timezone: "Europe/Warsaw" };
const schedule = (cron: string, timezone: string) => (name: string) =>
  new WorkflowSchedule(name, {
    schedules: [{ name: "default", cron, timezone }],
    enabled: true,
    stateMachineArn: "arn",
    accountId: "123456789012",
  });

const machine: BuiltMachine = {
  asl: { QueryLanguage: "JSONata", StartAt: "Plan", States: {} },
  tokens: [],
  definition: JSON.stringify,
  permissions: () => [],
  startsItself: false,
  permissionsOnOthers: () => [],
  permissionsOnItself: () => [],
};

const storageOf = (bucket: string, suffix: string) => (name: string) =>
  new Storage(name, {
    ...place,
    tenants: [{ ...tenant, storage: { bucket } }],
    tenantBucketSuffix: suffix,
    removable: true,
    pointInTimeRecovery: false,
  });

const batchline = (args: Partial<BatchlineArgs>) => (name: string) =>
  new Batchline(name, { workflows: [greetings], tenants: [], region, ...args });

/** Name → makes a component of that name, whose arguments are wrong. */
export const invalidComponents: Readonly<Record<string, (name: string) => unknown>> = {
  "no-workflows": batchline({ workflows: [] }),
  "odd-retention": batchline({ logRetentionDays: 31 }),
  "nothing-to-pull": batchline({ registrySecretArn: secretArn }),
  "no-database": batchline({
    workflows: [{ ...greetings, stages: { greet: { ...stage, consumes: { database: 2 } } } }],
  }),
  "long-name": batchline({ workflows: [{ ...greetings, name: "g".repeat(47) }] }),
  "no-list": batchline({ declarations: "jobs/list.ts" }),
  "no-image": batchline({ build: { dockerfile: "image/Dockerfile" } }),
  "same-title": () => {
    const grants = new Grants("platform", anyStorage());
    for (const role of ["support", "operator"]) grants.add("grantRead", role, "read", []);
  },
  "no-zones": (name) => new Network(name, { region, vpc: { zones: 0, internet: "nat" } }),
  "no-subnets": (name) => new Network(name, { region, vpc: { vpcId: "vpc-1", subnetIds: [] } }),
  "subnet-twice": (name) => new Network(name, { region, vpc: { vpcId: "vpc-1", subnetIds: ["a", "a"] } }),
  "not-a-vpc": (name) => new Network(name, { region, vpc: { vpcId: "my-vpc", subnetIds: ["subnet-1"] } }),
  "given-and-own": (name) =>
    new Network(name, {
      region,
      // @ts-expect-error: a VPC is given or made, not both
      vpc: { vpcId: "vpc-1", subnetIds: ["subnet-1"], zones: 2, internet: "nat" },
    }),
  "tenant-twice": (name) =>
    new Storage(name, { ...place, tenants: [tenant, tenant], removable: true, pointInTimeRecovery: false }),
  "long-bucket": storageOf("b".repeat(60), "-dev"),
  "bad-suffix": storageOf("acme", "-Dev"),
  "no-environments": compute({ environments: [] }),
  "four-environments": compute({
    environments: ["a", "b", "c", "d"].map((name) => ({ ...environment, name })),
  }),
  "same-environments": compute({ environments: [environment, environment] }),
  "no-vcpus": compute({ environments: [environment, { ...environment, name: "none", maxVcpus: 0 }] }),
  "no-instance-types": compute({ environments: [{ ...environment, instanceTypes: [] }] }),
  "many-idle-vcpus": compute({ environments: [{ ...environment, minVcpus: 17 }] }),
  "two-processors": compute({ environments: [{ ...environment, instanceTypes: ["m7g", "m7i"] }] }),
  "gpus-for-all": compute({ environments: [environment, { ...environment, name: "gpu", gpu: true }] }),
  "no-share": compute({ shares: { sitemap: 0 } }),
  "shares-alike": compute({ shares: { "site-map": 1, sitemap: 1 } }),
  "long-update": compute({ jobMinutesOnUpdate: 361 }),
  impatient: compute({ cancelWithoutCapacityAfterSeconds: 60 }),
  "nothing-to-consume": (name) => new ConsumableResource(name, { total: 0 }),
  "small-disk": (name) => new LaunchTemplate(name, { diskGiB: 8, tags: {} }),
  "bad-user-data": (name) =>
    new LaunchTemplate(name, { tags: {}, userData: [{ type: "shell", content: "echo" }] }),
  "by-tag": (name) =>
    new WorkerImage(name, { image: "acme/worker:latest", architecture: "arm64", removable: true }),
  "no-old-images": (name) =>
    new WorkerImage(name, { architecture: "arm64", removable: true, keptVersions: 0 }),
  "no-stages": jobs({}),
  "half-a-vcpu": jobs({ fetch: { ...stage, vcpus: 0.5 } }),
  "short-timeout": jobs({ fetch: stage, write: { ...stage, timeout: 59 } }),
  "many-attempts": jobs({ fetch: { ...stage, attempts: 11 } }),
  "tmp-over-memory": jobs({ fetch: { ...stage, tmpMiB: 512 } }),
  "two-tmps": jobs({ fetch: { ...stage, tmpMiB: 8, tmpOnDisk: true } }),
  "few-files": jobs({ fetch: { ...stage, openFiles: 3 } }),
  "secret-by-name": jobs({ fetch: stage }, { secrets: { token: "shop/token" } }),
  "reserved-secret": jobs({ fetch: { ...stage, secrets: { AWS_BATCH_TOKEN: "token" } } }),
  "no-secret": jobs({ fetch: { ...stage, secrets: { TOKEN: "token" } } }),
  "too-much-memory": jobs(
    { fetch: stage, rescale: { ...stage, vcpus: 4, memoryMiB: 65_536 } },
    { environments: { compute: [{ ...environment, instanceTypes: ["c7g.2xlarge", "m7g.4xlarge"] }] } },
  ),
  "too-much-later": jobs(
    { rescale: { ...stage, retry: { outOfMemory: { times: 4, memory: "x10", mostMiB: 65_536 } } } },
    { environments: { compute: [{ ...environment, instanceTypes: ["m7g.4xlarge"] }] } },
  ),
  "too-many-vcpus": jobs({ fetch: { ...stage, vcpus: 17 } }, { environments: { compute: [environment] } }),
  "no-gpus": jobs({ fetch: { ...stage, gpus: 1 } }, { environments: { gpu: [environment] } }),
  "endless-plan": planner({ timeoutSeconds: 86_401 }),
  "untried-plan": planner({ attempts: 0 }),
  "large-plan": planner({ vcpus: 17, environments: [environment] }),
  "long-function": (name) =>
    new BundledFunction(name, {
      entry: "none.ts",
      title: "none",
      description: "",
      timeoutSeconds: 901,
      memoryMiB: 128,
      environment: {},
      statements: [],
      logRetentionDays: 1,
    }),
  "no-value": (name) =>
    new Workflow(name, {
      workflow: name,
      machine: { ...machine, tokens: ["plan", "queue"] },
      tokens: { plan: "arn" },
      scheduleEnabled: true,
      accountId: "123456789012",
      logRetentionDays: 1,
    }),
  "unix-cron": schedule("0 3 * * *", "Europe/Warsaw"),
  "no-such-zone": schedule("0 3 * * ? *", "Europe/Atlantis"),
  "zone-offset": schedule("0 3 * * ? *", "+02:00"),
  "schedule-twice": (name) =>
    new WorkflowSchedule(name, {
      schedules: [daily, daily],
      enabled: true,
      stateMachineArn: "arn",
      accountId: "123456789012",
    }),
};
