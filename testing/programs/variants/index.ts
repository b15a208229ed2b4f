// One program with every component in the variants that the real program does not show.

import { machine as describeMachine, lambdaFunction, token } from "@batchline/states";
import { type BuiltMachine, build } from "@batchline/states/build";
import { Compute, type EnvironmentArgs } from "../../../components/compute/compute.ts";
import { BrokerFunction } from "../../../components/functions/broker-function.ts";
import { BundledFunction } from "../../../components/functions/bundled-function.ts";
import { PlanFunction } from "../../../components/functions/run-functions.ts";
import { PlannerJob } from "../../../components/jobs/planner-job.ts";
import { StageJobs } from "../../../components/jobs/stage-jobs.ts";
import { WorkerImage } from "../../../components/jobs/worker-image.ts";
import { Network } from "../../../components/network/network.ts";
import { NodeNetwork } from "../../../components/network/node-network.ts";
import { Alarms } from "../../../components/operations/alarms.ts";
import { Dashboard } from "../../../components/operations/dashboard.ts";
import { RunAges } from "../../../components/operations/run-ages.ts";
import { Storage } from "../../../components/storage/storage.ts";
import { mayAskForExecutions } from "../../../components/workflow/execution-rights.ts";
import { Workflow } from "../../../components/workflow/workflow.ts";

const region = "eu-central-1";
const accountId = "123456789012";
const secrets = `arn:aws:secretsmanager:${region}:${accountId}:secret`;
const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

new Network("given", {
  region,
  vpc: { vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"], routeTableIds: ["rtb-1"] },
});
new Network("untouched", { region, vpc: { vpcId: "vpc-1", subnetIds: ["subnet-1"] } });
new Network("public", { region, vpc: { zones: 2, internet: "public-ip", cidrBlock: "10.9.0.0/16" } });
new Network("public-nodes", { region, vpc: { zones: 2, internet: "public-ip" }, nodes: true });
const isolated = new Network("isolated", {
  region,
  vpc: { zones: 3, internet: "none" },
  secrets: true,
  planners: true,
  directTenantAccess: true,
});

const compute = new Compute("mixed", {
  subnetIds: isolated.subnetIds,
  securityGroupIds: [isolated.securityGroup.id],
  instanceTags: { team: "imports" },
  diskGiB: 100,
  jobMinutesOnUpdate: 90,
  cancelWithoutCapacityAfterSeconds: 3_600,
  registryLogin: { secretArn: `${secrets}:agents-Ab12Cd`, image: `ghcr.io/acme/worker@${digest}` },
  environments: [
    { name: "spot", purchase: "spot", maxVcpus: 64, instanceTypes: ["c7g"] },
    { name: "fallback", purchase: "on-demand", maxVcpus: 32, instanceTypes: ["c7g", "m7g"] },
  ],
});

const gpus: EnvironmentArgs[] = [
  { name: "gpu", purchase: "spot", gpu: true, minVcpus: 4, maxVcpus: 16, instanceTypes: ["g5.xlarge", "g6"] },
];
const accelerated = new Compute("accelerated", {
  subnetIds: ["subnet-1"],
  securityGroupIds: ["sg-1"],
  instanceTags: {},
  priority: 10,
  shares: { "catalog-import": 4, sitemap: 1 },
  environments: [
    {
      name: "gpu",
      purchase: "spot",
      gpu: true,
      minVcpus: 4,
      maxVcpus: 16,
      instanceTypes: ["g5.xlarge", "g6"],
    },
  ],
});

const tenant = { contact: "a@example.com", weight: 1, workflows: {} };
const storage = new Storage("kept", {
  accountId,
  region,
  removable: false,
  pointInTimeRecovery: true,
  tenantBucketSuffix: "-test",
  tenants: [
    { ...tenant, id: "acme", name: "Acme" },
    { ...tenant, id: "delta", name: "Delta", storage: { bucket: "delta-media" } },
  ],
});

const elsewhere = new WorkerImage("elsewhere", {
  image: `ghcr.io/acme/worker@${digest}`,
  architecture: "x86_64",
  removable: false,
});
const declarations = "../../../workflows/declarations.ts";
const { function: broker } = new BrokerFunction("broker", { storage, declarations, logRetentionDays: 30 });
const jobs = {
  ...{ region, accountId, storage, broker, logRetentionDays: 30 },
  egressProxy: "http://proxy.internal:3128",
};
const onDemand = [
  { name: "on-demand", purchase: "on-demand", maxVcpus: 16, instanceTypes: ["m7i"] },
] as const;
new StageJobs("elsewhere", {
  ...jobs,
  environments: { compute: onDemand },
  workflow: "sitemap",
  image: elsewhere.uri,
  registrySecretArn: `${secrets}:jobs-Ef34Gh`,
  stages: { write: { vcpus: 2, memoryMiB: 2_048, timeout: 600, attempts: 5, tmpMiB: 512 } },
});
const ours = new StageJobs("ecr", {
  ...jobs,
  directTenantAccess: true,
  workflow: "catalog-import",
  image: `${accountId}.dkr.ecr.${region}.amazonaws.com/worker@${digest}`,
  stages: { fetch: { vcpus: 1, memoryMiB: 512, timeout: 60 } },
});

new StageJobs("accelerated", {
  ...jobs,
  workflow: "upscale",
  image: elsewhere.uri,
  secrets: {
    "model-key": `${secrets}:model-Ij56Kl:key::`,
    "model-user": `${secrets}:model-Ij56Kl:user::`,
    unused: `${secrets}:unused-Mn78Op`,
  },
  environments: { gpu: gpus },
  stages: {
    // Exactly what a container can have of the largest, 16 of 192 vCPUs by maxVcpus.
    upscale: {
      ...{ vcpus: 16, memoryMiB: 747_110, timeout: 60, gpus: 1, tmpOnDisk: true, openFiles: 1_024 },
      secrets: { MODEL_KEY: "model-key", MODEL_USER: "model-user" },
    },
    publish: { vcpus: 1, memoryMiB: 512, timeout: 60 },
  },
});

const near = new NodeNetwork("near", { vpcId: "vpc-1" });
new Compute("several", {
  subnetIds: ["subnet-1"],
  securityGroupIds: ["sg-1", near.securityGroup.id],
  placementGroup: near.placementGroup.name,
  instanceTags: {},
  environments: [{ name: "nodes", purchase: "on-demand", maxVcpus: 6, instanceTypes: ["c7g"] }],
});
new StageJobs("several", {
  ...jobs,
  workflow: "find-duplicates",
  image: elsewhere.uri,
  environments: {
    "on-demand": [{ name: "nodes", purchase: "on-demand", maxVcpus: 6, instanceTypes: ["c7g"] }],
  },
  secrets: { index: `${secrets}:index-Qr90St` },
  stages: {
    compare: {
      ...{ nodes: 3, vcpus: 2, memoryMiB: 2_048, timeout: 600, attempts: 2 },
      secrets: { INDEX_KEY: "index" },
    },
  },
});

const closeFunction = { arn: "arn:aws:lambda:::function:summary", name: "summary-name" };
const planning = {
  ...{ ...jobs, closeFunction },
  ...{ workflow: "catalog-import", listedPrefixes: ["originals/"] },
};
const planner = new PlannerJob("planner", {
  ...planning,
  image: `${accountId}.dkr.ecr.${region}.amazonaws.com/worker@${digest}`,
});
new PlannerJob("large-planner", {
  ...planning,
  image: elsewhere.uri,
  registrySecretArn: `${secrets}:jobs-Ef34Gh`,
  ...{ vcpus: 2, memoryMiB: 8_192, timeoutSeconds: 43_200, attempts: 5, environments: onDemand },
});
new PlanFunction("planner-function", {
  storage,
  closeFunction,
  declarations,
  listedPrefixes: ["originals/"],
  logRetentionDays: 30,
});

const fn = new BundledFunction("greet", {
  entry: "handlers/greet.ts",
  title: "greet",
  description: "Greets",
  timeoutSeconds: 10,
  memoryMiB: 256,
  logRetentionDays: 7,
  environment: { TABLE: storage.table.name },
  statements: [{ Effect: "Allow", Action: "dynamodb:GetItem", Resource: storage.table.arn }],
});

const mayGreet = (values: Readonly<Record<string, string>>) => [
  { Effect: "Allow" as const, Action: ["lambda:InvokeFunction"], Resource: [values.plan ?? ""] },
];
const machine: BuiltMachine = {
  asl: { QueryLanguage: "JSONata", StartAt: "Plan", States: {} },
  tokens: ["fetch", "plan", "queue"],
  definition: (values) => JSON.stringify({ StartAt: "Plan", values }),
  permissions: mayGreet,
  startsItself: false,
  permissionsOnOthers: mayGreet,
  permissionsOnItself: () => [],
};
/** It starts executions of itself. */
const spreading = build(
  describeMachine<{ items: number[] }>((m) => {
    const greet = lambdaFunction<number, string>(token("plan"));
    m.distributedMap("Each", m.input.items, (each, item) => each.invoke("Greet", greet, item));
  }),
);
const workflow = {
  machine,
  tokens: {
    plan: fn.lambda.qualifiedArn,
    fetch: ours.definitions.fetch?.arn ?? "",
    queue: compute.queue.arn,
    other: "arn",
  },
  accountId,
  logRetentionDays: 30,
};
const nightly = new Workflow("nightly", {
  ...workflow,
  workflow: "nightly",
  schedules: [
    { name: "default", cron: "0 3 * * ? *", timezone: "Europe/Warsaw" },
    { name: "0 5 * * ? * America/New_York", cron: "0 5 * * ? *", timezone: "America/New_York" },
  ],
  scheduleEnabled: false,
});
new Workflow("spreading", {
  ...workflow,
  machine: spreading,
  workflow: "spreading",
  schedules: [{ name: "default", cron: "0 4 * * ? *", timezone: "Europe/Warsaw" }],
  scheduleEnabled: true,
});
mayAskForExecutions("planner", planner.jobRole, [nightly.stateMachine.arn], { parent: planner });
const byHand = new Workflow("by-hand", { ...workflow, workflow: "by-hand", scheduleEnabled: true });

const runAges = new RunAges("run-ages", {
  check: fn,
  stateMachineArns: [nightly.stateMachine.arn, byHand.stateMachine.arn],
  accountId,
});
const watched = {
  runAges,
  notCleanedUp: { name: "stopped-dead-letters-name" },
  stateMachines: { nightly: nightly.stateMachine, "by-hand": byHand.stateMachine },
  functions: { greet: fn.lambda },
  broker: broker.lambda,
  queues: { compute: compute.queue, gpu: accelerated.queue },
  deadLetters: { ...(nightly.schedule && { nightly: nightly.schedule.deadLetters }) },
};
const budget = { limitUsd: 500, tags: { application: "shop", stack: "prod" } };
const alarms = new Alarms("alarms", { ...watched, emails: ["oncall@example.com"], accountId, budget });
new Dashboard("dashboard", { ...watched, region, alarmArns: alarms.metricAlarms.map(({ arn }) => arn) });
