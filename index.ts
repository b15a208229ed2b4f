// The Pulumi program: stack configuration, tenants and workflows → components → stack outputs.
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity.js";
import { Provider } from "@pulumi/aws/provider.js";
import { Config, getProject, getStack } from "@pulumi/pulumi";
import { makeJobQueues } from "./components/compute/job-queues.ts";
import { CloseFunction, PlanFunction } from "./components/functions/run-functions.ts";
import { StopFunction } from "./components/functions/stop-function.ts";
import { makeConsumableResources } from "./components/jobs/consumable-resource.ts";
import { WorkerImage } from "./components/jobs/worker-image.ts";
import { Network } from "./components/network/network.ts";
import { Alarms } from "./components/operations/alarms.ts";
import { Dashboard } from "./components/operations/dashboard.ts";
import { stateMachinesOf, watchedResources } from "./components/operations/watched-resources.ts";
import { reported } from "./components/reported-errors.ts";
import { stackOutputs } from "./components/stack-outputs.ts";
import { Storage } from "./components/storage/storage.ts";
import { deployWorkflow } from "./components/workflow/deploy-workflow.ts";
import { readDeployment } from "./config/deployment.ts";

// What is deployed: the stack's configuration, the tenants' files, the workflows' state machines.
const region = new Config("aws").require("region");
const stack = getStack();
const deployment = reported(() => readDeployment(new Config(), stack, "tenants"));
const { config, tenants, secrets, placed, registry } = deployment;

// Where: one account and region. The tags are for cost allocation; workflows, stages and tenants add their own.
const tags = { application: getProject(), stack };
const provider = new Provider("aws", { region, defaultTags: { tags } });
const { accountId } = getCallerIdentityOutput({}, { provider });
const options = { providers: { aws: provider } };

// What all workflows share.
const { logRetentionDays, egressProxy, scheduleEnabled } = config;
const { vpc, readsSecrets, hasNodes, listedPrefixes } = deployment;
const network = new Network("network", { region, vpc, secrets: readsSecrets, nodes: hasNodes }, options);
const storage = new Storage("storage", { ...config, tenants }, options);
const { diskGiB, jobMinutesOnUpdate } = config;
const instances = { instanceTags: tags, diskGiB, jobMinutesOnUpdate, registryLogin: registry.instances };
const queues = makeJobQueues(placed, { network, provider, ...instances }, options);
const consumables = makeConsumableResources(deployment.consumables, tags, options);
const worker = new WorkerImage("worker", { ...config, image: config.workerImage }, options);
const planFunction = new PlanFunction("metadata", { storage, listedPrefixes, logRetentionDays }, options);
const closeFunction = new CloseFunction("summary", { storage, logRetentionDays }, options);

// Each workflow: its jobs, its state machine, its schedules.
const shared = {
  planFunction,
  closeFunction,
  storage,
  queues,
  consumables,
  placed,
  secrets,
  accountId,
  region,
};
const container = { image: worker.uri, registrySecretArn: registry.job, egressProxy, logRetentionDays };
const platform = { ...shared, ...container, scheduleEnabled };
const deployed = deployment.workflows.map((workflow) => deployWorkflow(workflow, platform, options));

// Operations: clean up after stopped runs, alarms, a dashboard.
const stateMachinesByName = stateMachinesOf(deployed);
const jobQueueArns = [...queues.values()].map(({ queue }) => queue.arn);
const stopFunction = new StopFunction(
  "stopped",
  { storage, stateMachines: stateMachinesByName, jobQueueArns, region, accountId, logRetentionDays },
  options,
);
const functions = {
  metadata: planFunction.function,
  summary: closeFunction.function,
  stopped: stopFunction.function,
};
const watched = watchedResources(deployed, functions, queues);
const alarms = new Alarms("alarms", { ...watched, emails: config.alarmEmails, accountId }, options);
const alarmArns = alarms.metricAlarms.map(({ arn }) => arn);
new Dashboard("dashboard", { ...watched, region, alarmArns }, options);

/** The topic that alarms are published to; anyone may subscribe to it. */
export const alarmTopic = alarms.topic.arn;
export const { stateMachines, jobQueues, table, platformBucket, dataBucket, tenantBuckets, logGroups } =
  stackOutputs(deployed, functions, queues, storage);
