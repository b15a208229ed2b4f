import { EventRule } from "@pulumi/aws/cloudwatch/eventRule.js";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget.js";
import { Permission } from "@pulumi/aws/lambda/permission.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { ComponentResource, interpolate, jsonStringify, output } from "@pulumi/pulumi";
import { env } from "../../contract/env.ts";
import type { BundledFunction } from "./bundled-function.ts";
import { type RunFunctionArgs, runFunction } from "./run-function.ts";
import { closeRights } from "./run-rights.ts";

export interface StopFunctionArgs extends RunFunctionArgs {
  /** Workflow → its state machine. @example { "nightly-report": machine } */
  readonly stateMachines: Readonly<
    Record<string, { readonly arn: Input<string>; readonly name: Input<string> }>
  >;
  /** The queues that runs submit their jobs to. @example [queue.arn] */
  readonly jobQueueArns: readonly Input<string>[];
  readonly region: Input<string>;
  readonly accountId: Input<string>;
}

/**
 * Cleans up after an execution that was stopped, timed out, or failed before it closed its run. Step Functions ends
 * only the job that it waits for. The run's other jobs would go on, its records would stay RUNNING, and its lock would
 * block the next run.
 * @example
 * new StopFunction("stopped", { storage, stateMachines, jobQueueArns, region, accountId, logRetentionDays: 30 });
 */
export class StopFunction extends ComponentResource {
  readonly function: BundledFunction;
  readonly rule: EventRule;

  constructor(name: string, args: StopFunctionArgs, options?: ComponentResourceOptions) {
    super("batchline:functions:StoppedRuns", name, {}, options);
    const machines = Object.entries(args.stateMachines);
    const parent = { parent: this };
    this.function = runFunction(
      name,
      args,
      {
        entry: "handlers/stop/stop-handler.ts",
        title: "stopped",
        description: "Terminates the jobs of a stopped execution and closes its run",
        environment: {
          [env.stateMachines]: jsonStringify(
            Object.fromEntries(machines.map(([workflow, machine]) => [workflow, machine.name])),
          ),
          [env.jobQueues]: output(args.jobQueueArns).apply((arns) => arns.join(",")),
        },
        statements: [
          ...closeRights(args.storage),
          {
            Effect: "Allow",
            Action: "batch:TerminateJob",
            Resource: interpolate`arn:aws:batch:${args.region}:${args.accountId}:job/*`,
          },
        ],
      },
      this,
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
