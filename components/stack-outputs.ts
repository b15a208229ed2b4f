import type { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import type { Compute } from "./compute/compute.ts";
import type { BundledFunction } from "./functions/bundled-function.ts";
import { stateMachinesOf } from "./operations/watched-resources.ts";
import type { Storage } from "./storage/storage.ts";
import type { DeployedWorkflow } from "./workflow/deploy-workflow.ts";

/** The stack outputs that name resources: ARNs of machines and queues, names of stores and log groups. */
export function stackOutputs(
  deployed: readonly DeployedWorkflow[],
  functions: Readonly<Record<"metadata" | "summary" | "stopped" | "broker", BundledFunction>> & {
    readonly notices?: BundledFunction;
  },
  queues: ReadonlyMap<string, Compute>,
  storage: Storage,
) {
  return {
    /** Workflow → ARN. */
    stateMachines: mapValues(stateMachinesOf(deployed), ({ arn }) => arn),
    /** Queue → ARN. */
    jobQueues: mapValues(Object.fromEntries(queues), ({ queue }) => queue.arn),
    table: storage.table.name,
    platformBucket: storage.platformBucket.bucket,
    dataBucket: storage.dataBucket.bucket,
    /** Tenant id → the tenant's own bucket. */
    tenantBuckets: mapValues(storage.tenantBuckets, ({ bucket }) => bucket),
    /** Workflow → ARN of the role of containers from before the broker, where they are still allowed. */
    directRoles: Object.fromEntries(
      deployed.flatMap(({ name, jobs: { directRole } }) =>
        directRole === undefined ? [] : [[name, directRole.arn] as const],
      ),
    ),
    logGroups: {
      metadata: functions.metadata.logGroup.name,
      summary: functions.summary.logGroup.name,
      stopped: functions.stopped.logGroup.name,
      broker: functions.broker.logGroup.name,
      ...(functions.notices && { notices: functions.notices.logGroup.name }),
      jobs: Object.fromEntries(deployed.map(({ name, jobs }) => [name, jobs.logGroup.name])),
      planners: Object.fromEntries(
        deployed.flatMap(({ name, planner }) =>
          planner === undefined ? [] : [[name, planner.logGroup.name] as const],
        ),
      ),
      stateMachines: Object.fromEntries(deployed.map(({ name, workflow }) => [name, workflow.logGroup.name])),
    },
  };
}

/** All log groups. */
export function logGroupsOf(
  deployed: readonly DeployedWorkflow[],
  functions: Readonly<Record<string, BundledFunction>>,
): LogGroup[] {
  return [
    ...Object.values(functions).map(({ logGroup }) => logGroup),
    ...deployed.flatMap(({ jobs, planner, workflow }) => [
      jobs.logGroup,
      ...(planner === undefined ? [] : [planner.logGroup]),
      workflow.logGroup,
    ]),
  ];
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, of: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, of(value)]));
}
