import { type Input, interpolate, type Output, output } from "@pulumi/pulumi";
import { platformKeys, tenantsPrefix } from "../../contract/object-keys.ts";
import { type PlatformResource, type Right, runsOf } from "../../contract/people-rights.ts";
import type { Statement } from "../policy-document.ts";

/** What people look at and work on. */
export interface PlatformParts {
  readonly stateMachineArns: readonly Output<string>[];
  /** The table of runs. */
  readonly tableArn: Input<string>;
  /** Without `:*` at the end. */
  readonly logGroupArns: readonly Output<string>[];
  readonly jobQueueArns: readonly Output<string>[];
  readonly platformBucketArn: Input<string>;
  /** Of the shared data bucket, and of tenants' own. */
  readonly dataBucketArns: readonly Input<string>[];
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html */
const consumableResourcesBeside = (jobQueueArn: string) =>
  jobQueueArn.replace(/:job-queue\/.*$/, ":consumable-resource/*");

/** The rights on the platform's own resources. */
export function allowed(rights: readonly Right[], parts: PlatformParts): Statement[] {
  const { stateMachineArns, tableArn, logGroupArns, jobQueueArns, platformBucketArn, dataBucketArns } = parts;
  const runs = stateMachineArns.map((arn) => output(arn).apply(runsOf));
  const arns: Record<PlatformResource, Statement["Resource"]> = {
    stateMachines: stateMachineArns,
    executions: runs.map((each) => each.executions),
    mapRuns: runs.map((each) => each.mapRuns),
    executionsOfMapRuns: runs.map((each) => each.executionsOfMapRuns),
    table: tableArn,
    logGroups: logGroupArns.map((arn) => interpolate`${arn}:*`),
    jobQueues: jobQueueArns,
    consumableResources: jobQueueArns.slice(0, 1).map((arn) => arn.apply(consumableResourcesBeside)),
    runFiles: interpolate`${platformBucketArn}/${platformKeys.runs}*`,
    dataBuckets: dataBucketArns,
    tenantObjects: dataBucketArns.map((arn) => interpolate`${arn}/${tenantsPrefix}*`),
    everything: "*",
  };
  return rights.map(({ actions, on, condition }) => ({
    ...{ Effect: "Allow", Action: actions, Resource: arns[on] },
    ...(condition !== undefined && { Condition: condition }),
  }));
}
