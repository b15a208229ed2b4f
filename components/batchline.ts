import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity.js";
import type { Role } from "@pulumi/aws/iam/role.js";
import type { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import type { ComponentResourceOptions, Input, Output } from "@pulumi/pulumi";
import { ComponentResource, getProject, getStack, rootStackResource } from "@pulumi/pulumi";
import { placedQueues, registryAccess } from "../config/placement.ts";
import { usedSecrets } from "../config/stage-needs.ts";
import { operateRights, readRights, reproduceRights } from "../contract/people-rights.ts";
import { buildWorkflow } from "../workflow-kit/at-deploy/build-workflow.ts";
import { listedPrefixes } from "../workflow-kit/at-deploy/chunking.ts";
import { growsMemory } from "../workflow-kit/at-deploy/more-memory.ts";
import { schedulesOf } from "../workflow-kit/at-deploy/schedules.ts";
import { queuesOf } from "../workflow-kit/at-deploy/stage-queue.ts";
import type { BatchlineArgs } from "./batchline-args.ts";
import { checkedArgs } from "./batchline-checks.ts";
import { makeJobQueues } from "./compute/job-queues.ts";
import { BrokerFunction } from "./functions/broker-function.ts";
import { Notices, sendsNotices } from "./functions/notices.ts";
import { CloseFunction, PlanFunction } from "./functions/run-functions.ts";
import { StopFunction } from "./functions/stop-function.ts";
import { makeConsumableResources } from "./jobs/consumable-resource.ts";
import { WorkerImage } from "./jobs/worker-image.ts";
import { Network } from "./network/network.ts";
import { Alarms } from "./operations/alarms.ts";
import { Dashboard } from "./operations/dashboard.ts";
import { Grants } from "./operations/grants.ts";
import { allowed, type PlatformParts } from "./operations/people-rights.ts";
import { RunAges } from "./operations/run-ages.ts";
import { stateMachinesOf, watchedResources } from "./operations/watched-resources.ts";
import { reported } from "./reported-errors.ts";
import { logGroupsOf, stackOutputs } from "./stack-outputs.ts";
import { Storage } from "./storage/storage.ts";
import { TenantFiles } from "./storage/tenant-files.ts";
import { deployWorkflows } from "./workflow/deploy-workflow.ts";
import { mayAskForExecutions } from "./workflow/execution-rights.ts";
import { refusalDuringRuns } from "./workflow/run-under-way.ts";

type Named<T> = Readonly<Record<string, T>>;

/**
 * A platform for background jobs of many tenants: network, stores, queues, functions, the workflows' state machines, alarms. A stack
 * has one, as log groups are named after the stack. It makes everything with the AWS provider of its options. @throws {ArgumentError}
 * @example
 * const tenants = loadTenants("tenants", paramsOf(workflows));
 * new Batchline("batchline", { region: "eu-central-1", workflows, tenants, vpc: { zones: 3, internet: "nat-per-zone" } });
 */
export class Batchline extends ComponentResource {
  /** The VPC, and the security group of the instances. */
  readonly network: Network;
  /** Buckets and the table of runs. */
  readonly storage: Storage;
  /** ARN of the topic that alarms are published to; anyone may subscribe to it. */
  readonly alarmTopic: Output<string>;
  /** Workflow → ARN of its state machine. */
  readonly stateMachines: Named<Output<string>>;
  /** Queue → ARN. */
  readonly jobQueues: Named<Output<string>>;
  /** Name of the table of runs. */
  readonly table: Output<string>;
  /** Name of the bucket of plans and `tenants.json`. */
  readonly platformBucket: Output<string>;
  /** Name of the bucket of tenants' data. */
  readonly dataBucket: Output<string>;
  /** Tenant id → name of the tenant's own bucket. */
  readonly tenantBuckets: Named<Output<string>>;
  /** Workflow → ARN of the role of containers from before the broker, where they are still allowed. */
  readonly directRoles: Named<Output<string>>;
  /** Names of the log groups: by function, and by workflow for jobs, planners and state machines. */
  readonly logGroups: Named<Output<string> | Named<Output<string>>>;
  readonly #grants: Grants;
  readonly #parts: PlatformParts;

  constructor(name: string, args: BatchlineArgs, options?: ComponentResourceOptions) {
    super("batchline:index:Batchline", name, {}, options);
    const { config, declarations } = checkedArgs(name, args);
    const { workflows, tenants, region, build, vpc = { zones: 1, internet: "nat" } } = args;
    const { tags = { application: getProject(), stack: getStack() } } = args;
    const { accountId } = getCallerIdentityOutput({}, { parent: this });
    // Before there was this component, its children were the stack's.
    const child = { parent: this, aliases: [{ parent: rootStackResource }] };

    // What all workflows share.
    const { logRetentionDays, executionLog, egressProxy, scheduleEnabled, removable } = config;
    const { directTenantAccess } = config;
    const placed = placedQueues(config, queuesOf(workflows));
    const secrets = usedSecrets(config, workflows);
    const registry = registryAccess(config);
    this.network = new Network(
      "network",
      {
        ...{ region, vpc, directTenantAccess },
        secrets: config.registrySecretArn !== undefined || Object.keys(secrets).length > 0,
        planners: workflows.some(({ planner }) => planner === "batch"),
        nodes: placed.some(({ queue }) => queue === "on-demand"),
      },
      child,
    );
    this.storage = new Storage("storage", { ...config, tenants, accountId, region }, child);
    const { network, storage } = this;
    const { tenantFiles: files = [] } = args;
    if (files.length > 0)
      new TenantFiles("files", { files, tenants: tenants.map(({ id }) => id), storage }, child);
    const { diskGiB, jobMinutesOnUpdate } = config;
    const instances = { instanceTags: tags, diskGiB, jobMinutesOnUpdate, registryLogin: registry.instances };
    const queues = makeJobQueues(placed, { network, ...instances }, child);
    const consumables = makeConsumableResources(config.consumableResources, tags, child);
    const { architecture, workerImage: image, keptVersions } = config;
    const worker = new WorkerImage("worker", { image, build, architecture, removable, keptVersions }, child);
    const common = { storage, declarations, logRetentionDays };
    const jobQueueArns = [...queues.values()].map(({ queue }) => queue.arn);
    const jobPlace = { jobQueueArns, region, accountId };
    const closeFunction = new CloseFunction("summary", { ...common, ...jobPlace }, child);
    const closes = { closeFunction: closeFunction.function.lambda };
    const planArgs = {
      ...{ ...common, ...closes, listedPrefixes: listedPrefixes(workflows) },
      growsMemory: workflows.some(({ stages }) => growsMemory(stages)),
    };
    const planFunction = new PlanFunction("metadata", planArgs, child);
    const brokerFunction = new BrokerFunction("broker", common, child);

    // Each workflow: its jobs, its state machine, its schedules.
    const place = { accountId, region, placed, queues, consumables, secrets };
    const container = { image: worker.uri, registrySecretArn: registry.job, egressProxy, logRetentionDays };
    const functionsOf = { planFunction, closeFunction };
    const beforeDelete = refusalDuringRuns();
    const shared = {
      ...place,
      ...container,
      ...functionsOf,
      broker: brokerFunction.function,
      directTenantAccess,
      storage,
      scheduleEnabled,
      executionLog,
      beforeDelete,
    };
    const built = reported(() =>
      workflows.map((workflow) => {
        return { ...workflow, machine: buildWorkflow(workflow), schedules: schedulesOf(workflow, tenants) };
      }),
    );
    const deployed = reported(() => deployWorkflows(built, shared, child));

    // Operations: clean up after stopped runs, alarms, a dashboard.
    const stateMachineArns = deployed.map(({ workflow }) => workflow.stateMachine.arn);
    for (const [title, { function: fn }] of Object.entries({
      metadata: planFunction,
      summary: closeFunction,
    }))
      mayAskForExecutions(title, fn.role, stateMachineArns, { parent: fn });
    const stopped = { ...common, ...jobPlace, stateMachines: stateMachinesOf(deployed) };
    const stopFunction = new StopFunction("stopped", stopped, child);
    const functions = {
      metadata: planFunction.function,
      summary: closeFunction.function,
      stopped: stopFunction.function,
      broker: brokerFunction.function,
    };
    const ages = { check: stopFunction.function, stateMachineArns, accountId };
    const runAges = new RunAges("run-ages", ages, child);
    const watched = watchedResources(deployed, functions, queues, runAges, stopFunction.deadLetters);
    const { alarmEmails: emails, monthlyBudgetUsd: limitUsd } = config;
    const budget = limitUsd > 0 ? { limitUsd, tags } : undefined;
    const alarms = new Alarms("alarms", { ...watched, emails, accountId, budget }, child);
    const sent = { ...common, settings: config, operators: alarms, stateMachines: stopped.stateMachines };
    const notices = sendsNotices(config)
      ? new Notices("notices", { ...sent, region, accountId }, child).function
      : undefined;
    const alarmArns = alarms.metricAlarms.map(({ arn }) => arn);
    if (notices) alarmArns.push(alarms.watchFunction("alarms", "notices", notices.lambda).arn);
    const shown = { ...watched.functions, ...(notices && { notices: notices.lambda }) };
    new Dashboard("dashboard", { ...watched, functions: shown, region, alarmArns }, child);

    this.alarmTopic = alarms.topic.arn;
    const all = { ...functions, ...(notices && { notices }) };
    const outputs = stackOutputs(deployed, all, queues, storage);
    ({
      stateMachines: this.stateMachines,
      jobQueues: this.jobQueues,
      table: this.table,
      platformBucket: this.platformBucket,
      dataBucket: this.dataBucket,
      tenantBuckets: this.tenantBuckets,
      directRoles: this.directRoles,
      logGroups: this.logGroups,
    } = outputs);
    this.registerOutputs({ alarmTopic: this.alarmTopic, ...outputs });

    this.#grants = new Grants(name, this);
    this.#parts = {
      stateMachineArns: Object.values(this.stateMachines),
      tableArn: storage.table.arn,
      jobQueueArns: Object.values(this.jobQueues),
      logGroupArns: logGroupsOf(deployed, all).map(({ arn }) => arn),
      platformBucketArn: storage.platformBucket.arn,
      dataBucketArns: [storage.dataBucket, ...Object.values(storage.tenantBuckets)].map(({ arn }) => arn),
    };
  }

  /**
   * Lets a role read all runs, their records and their logs, by an inline policy. It reaches no data of tenants. @throws {ArgumentError}
   * @param role The role, or its name.
   * @param title Ends the policy's resource name. Each further role needs its own.
   * @example platform.grantRead(support);
   */
  grantRead(role: Role | Input<string>, title = "read"): RolePolicy {
    return this.#grants.add("grantRead", role, title, allowed(readRights, this.#parts));
  }

  /**
   * Lets a role start, stop and rerun all workflows, by an inline policy. Who also follows runs needs `grantRead`. @throws {ArgumentError}
   * @param role The role, or its name.
   * @param title Ends the policy's resource name. Each further role needs its own.
   * @example platform.grantOperate(operator);
   */
  grantOperate(role: Role | Input<string>, title = "operate"): RolePolicy {
    return this.#grants.add("grantOperate", role, title, allowed(operateRights, this.#parts));
  }

  /**
   * Lets a role run a stage of a run again on another machine, by an inline policy. **It reads the data of all tenants**, so the policy
   * rule `tenant-isolation` wants the role's name in `exempt`. Who does it needs `grantRead`, too. @throws {ArgumentError}
   * @param role The role, or its name.
   * @param title Ends the policy's resource name. Each further role needs its own.
   * @example platform.grantReproduce(developer);
   */
  grantReproduce(role: Role | Input<string>, title = "reproduce"): RolePolicy {
    return this.#grants.add("grantReproduce", role, title, allowed(reproduceRights, this.#parts));
  }
}
