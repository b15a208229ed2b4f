import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity.js";
import { Provider } from "@pulumi/aws/provider.js";
import { Config, getProject, getStack } from "@pulumi/pulumi";
import { makeJobQueues } from "./components/compute/job-queues.ts";
import { SummaryFunction } from "./components/functions/close-function.ts";
import { MetadataFunction } from "./components/functions/plan-function.ts";
import { StoppedRuns } from "./components/functions/stopped-runs.ts";
import { ConsumableResource } from "./components/jobs/consumable-resource.ts";
import { PlannerJob } from "./components/jobs/planner-job.ts";
import { StageJobs } from "./components/jobs/stage-jobs.ts";
import { WorkerImage } from "./components/jobs/worker-image.ts";
import { Network } from "./components/network/network.ts";
import { Alarms } from "./components/operations/alarms.ts";
import { Dashboard } from "./components/operations/dashboard.ts";
import { explained } from "./components/reported.ts";
import { Storage } from "./components/storage/storage.ts";
import { Workflow } from "./components/workflow/workflow.ts";
import { workflowTokens } from "./components/workflow/workflow-tokens.ts";
import { consumableResourcesOf } from "./config/consumable-resources.ts";
import { placedQueues, registryAccess, vpcOf } from "./config/placement.ts";
import { secretsOf } from "./config/secrets.ts";
import { loadStackConfig } from "./config/stack.ts";
import { loadTenants } from "./config/tenants.ts";
import { buildWorkflow } from "./workflow-kit/at-deploy/build-workflow.ts";
import { schedulesOf } from "./workflow-kit/at-deploy/schedules.ts";
import { queuesOf } from "./workflow-kit/at-deploy/stage-queue.ts";
import { workflows } from "./workflows/declarations.ts";

// What is to be deployed: the stack's configuration, the tenants' files, the workflows' state machines.
const region = new Config("aws").require("region");
const config = explained(() => loadStackConfig(new Config(), getStack()));
const tenants = explained(() => loadTenants("tenants"));
const built = workflows.map((workflow) => ({
  ...workflow,
  machine: explained(() => buildWorkflow(workflow)),
  schedules: schedulesOf(workflow, tenants),
}));
const consumableTotals = explained(() => consumableResourcesOf(config, workflows, getStack()));
const secrets = explained(() => secretsOf(config, workflows, getStack()));
// A queue is made where some stage needs it; each divides its vCPUs among the workflows that use it.
const placed = explained(() => placedQueues(config, queuesOf(workflows)));

// Where: one account and region. The tags are for cost allocation; workflows, stages and tenants add their own.
const tags = { application: getProject(), stack: getStack() };
const provider = new Provider("aws", { region, defaultTags: { tags } });
const { accountId } = getCallerIdentityOutput({}, { provider });
const options = { providers: { aws: provider } };

// What all workflows share.
const {
  architecture,
  diskGiB,
  egressProxy,
  jobMinutesOnUpdate,
  logRetentionDays,
  removable,
  scheduleEnabled,
} = config;
const registry = registryAccess(config);
const network = new Network(
  "network",
  {
    region,
    vpc: vpcOf(config),
    secrets: config.registrySecretArn !== undefined || Object.keys(secrets).length > 0,
    nodes: placed.some(({ queue }) => queue === "on-demand"),
  },
  options,
);
const storage = new Storage("storage", { ...config, tenants }, options);
const queues = makeJobQueues(
  placed,
  { network, provider, instanceTags: tags, diskGiB, jobMinutesOnUpdate, registryLogin: registry.instances },
  options,
);
const consumables = new Map(
  Object.entries(consumableTotals).map(([name, total]) => [
    name,
    new ConsumableResource(name, { total, tags }, options),
  ]),
);
const worker = new WorkerImage("worker", { image: config.workerImage, architecture, removable }, options);
const metadata = new MetadataFunction("metadata", { storage, logRetentionDays }, options);
const summary = new SummaryFunction("summary", { storage, logRetentionDays }, options);

// And each workflow of its own.
const environments = Object.fromEntries(placed.map(({ queue, environments }) => [queue, environments]));
const deployed = built.map(({ name, planner: plannedIn, stages, schedules, machine }) => {
  const common = { workflow: name, accountId, logRetentionDays };
  const container = { image: worker.uri, registrySecretArn: registry.job, storage, region };
  const jobs = new StageJobs(
    name,
    { ...common, ...container, stages, secrets, environments, egressProxy },
    options,
  );
  const planner =
    plannedIn === "batch"
      ? new PlannerJob(
          `${name}-planner`,
          { ...common, ...container, environments: environments.compute },
          options,
        )
      : undefined;
  const tokens = workflowTokens({ metadata, planner, storage, summary, queues, jobs, consumables });
  const workflow = new Workflow(name, { ...common, machine, tokens, schedules, scheduleEnabled }, options);
  return { name, jobs, planner, workflow };
});

const machines = Object.fromEntries(deployed.map(({ name, workflow }) => [name, workflow.stateMachine]));
const stopped = new StoppedRuns(
  "stopped",
  {
    storage,
    stateMachines: machines,
    jobQueueArns: [...queues.values()].map(({ queue }) => queue.arn),
    region,
    accountId,
    logRetentionDays,
  },
  options,
);

// What operators hear and see of it.
const watched = {
  stateMachines: machines,
  functions: {
    metadata: metadata.function.lambda,
    summary: summary.function.lambda,
    stopped: stopped.function.lambda,
  },
  queues: Object.fromEntries([...queues].map(([name, { queue }]) => [name, queue])),
  deadLetters: Object.fromEntries(
    deployed.flatMap(({ name, workflow: { schedule } }) =>
      schedule === undefined ? [] : [[name, schedule.deadLetters]],
    ),
  ),
};
const alarms = new Alarms("alarms", { ...watched, emails: config.alarmEmails, accountId }, options);
new Dashboard(
  "dashboard",
  { ...watched, region, alarmArns: alarms.metricAlarms.map(({ arn }) => arn) },
  options,
);

/** Workflow name → ARN. */
export const stateMachines = Object.fromEntries(
  deployed.map(({ name, workflow }) => [name, workflow.stateMachine.arn]),
);
/** Queue name → ARN. */
export const jobQueues = Object.fromEntries([...queues].map(([name, { queue }]) => [name, queue.arn]));
/** Where alarms are published, for whoever else wants to subscribe. */
export const alarmTopic = alarms.topic.arn;
export const table = storage.table.name;
export const platformBucket = storage.platformBucket.bucket;
export const dataBucket = storage.dataBucket.bucket;
/** Tenant id → the tenant's own bucket. */
export const tenantBuckets = Object.fromEntries(
  Object.entries(storage.tenantBuckets).map(([tenant, { bucket }]) => [tenant, bucket]),
);
/** Who writes it → log group. */
export const logGroups = {
  metadata: metadata.function.logGroup.name,
  summary: summary.function.logGroup.name,
  stopped: stopped.function.logGroup.name,
  jobs: Object.fromEntries(deployed.map(({ name, jobs }) => [name, jobs.logGroup.name])),
  planners: Object.fromEntries(
    deployed.flatMap(({ name, planner }) => (planner === undefined ? [] : [[name, planner.logGroup.name]])),
  ),
  stateMachines: Object.fromEntries(deployed.map(({ name, workflow }) => [name, workflow.logGroup.name])),
};
