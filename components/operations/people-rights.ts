import { type Input, interpolate, type Output, output } from "@pulumi/pulumi";
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
}

/** The rights on the platform's own resources. */
export function allowed(rights: readonly Right[], parts: PlatformParts): Statement[] {
  const { stateMachineArns, tableArn, logGroupArns, jobQueueArns } = parts;
  const runs = stateMachineArns.map((arn) => output(arn).apply(runsOf));
  const arns: Record<PlatformResource, Statement["Resource"]> = {
    stateMachines: stateMachineArns,
    executions: runs.map((each) => each.executions),
    mapRuns: runs.map((each) => each.mapRuns),
    executionsOfMapRuns: runs.map((each) => each.executionsOfMapRuns),
    table: tableArn,
    logGroups: logGroupArns.map((arn) => interpolate`${arn}:*`),
    jobQueues: jobQueueArns,
    everything: "*",
  };
  return rights.map(({ actions, on }) => ({ Effect: "Allow", Action: actions, Resource: arns[on] }));
}
