import { EventRule } from "@pulumi/aws/cloudwatch/eventRule.js";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget.js";
import { Permission } from "@pulumi/aws/lambda/permission.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { ComponentResource, interpolate, jsonStringify, output } from "@pulumi/pulumi";
import { env } from "../../contract/env.ts";
import { recordAccess } from "../storage/record-access.ts";
import type { Storage } from "../storage/storage.ts";
import { BundledFunction, type FunctionArgs } from "./bundled-function.ts";

export interface StoppedRunsArgs extends FunctionArgs {
  readonly storage: Storage;
  /** Workflow → its state machine. */
  readonly stateMachines: Readonly<
    Record<string, { readonly arn: Input<string>; readonly name: Input<string> }>
  >;
  /** Of the queues that runs submit their jobs to. */
  readonly jobQueueArns: readonly Input<string>[];
  readonly region: Input<string>;
  readonly accountId: Input<string>;
}

/**
 * Ends what an execution leaves behind when it is stopped, times out, or fails before its summary: Step Functions ends only
 * the job that it waits for, so the run's other jobs would go on, its records would say RUNNING, and its lock would keep
 * the next run away.
 */
export class StoppedRuns extends ComponentResource {
  readonly function: BundledFunction;
  readonly rule: EventRule;

  constructor(name: string, args: StoppedRunsArgs, options?: ComponentResourceOptions) {
    super("batchline:functions:StoppedRuns", name, {}, options);
    const { platformBucket, table } = args.storage;
    const machines = Object.entries(args.stateMachines);
    const parent = { parent: this };
    this.function = new BundledFunction(
      name,
      {
        entry: "handlers/stop/stop-handler.ts",
        title: "stopped",
        description: "Terminates the jobs of a stopped execution and closes its run",
        timeoutSeconds: 900,
        memoryMiB: 1_769,
        logRetentionDays: args.logRetentionDays,
        environment: {
          [env.platformBucket]: platformBucket.bucket,
          [env.table]: table.name,
          [env.stateMachines]: jsonStringify(
            Object.fromEntries(machines.map(([of, { name }]) => [of, name])),
          ),
          [env.jobQueues]: output(args.jobQueueArns).apply((arns) => arns.join(",")),
        },
        statements: [
          { Effect: "Allow", Action: "s3:GetObject", Resource: interpolate`${platformBucket.arn}/runs/*` },
          ...recordAccess(table.arn),
          // Batch checks both on no narrower resource.
          { Effect: "Allow", Action: ["batch:DescribeJobs", "batch:ListJobs"], Resource: "*" },
          {
            Effect: "Allow",
            Action: "batch:TerminateJob",
            Resource: interpolate`arn:aws:batch:${args.region}:${args.accountId}:job/*`,
          },
        ],
      },
      parent,
    );
    this.rule = new EventRule(
      name,
      {
        description: "Executions that ended otherwise than by their own summary",
        eventPattern: jsonStringify({
          source: ["aws.states"],
          "detail-type": ["Step Functions Execution Status Change"],
          detail: {
            status: ["ABORTED", "FAILED", "TIMED_OUT"],
            stateMachineArn: machines.map(([, { arn }]) => arn),
          },
        }),
      },
      parent,
    );
    const { arn, name: functionName } = this.function.lambda;
    const permission = new Permission(
      name,
      {
        action: "lambda:InvokeFunction",
        function: functionName,
        principal: "events.amazonaws.com",
        sourceArn: this.rule.arn,
      },
      parent,
    );
    new EventTarget(name, { rule: this.rule.name, arn }, { ...parent, dependsOn: [permission] });
    this.registerOutputs({ arn });
  }
}
