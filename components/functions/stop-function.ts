import { EventRule } from "@pulumi/aws/cloudwatch/eventRule.js";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget.js";
import { Permission } from "@pulumi/aws/lambda/permission.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { interpolate, jsonStringify, output } from "@pulumi/pulumi";
import { env } from "../../contract/env.ts";
import { RunFunction, type RunFunctionArgs } from "./run-functions.ts";
import { closeRights } from "./run-rights.ts";

interface StopFunctionArgs extends RunFunctionArgs {
  /** Workflow → its state machine. @example { "nightly-report": machine } */
  readonly stateMachines: Readonly<Record<string, Readonly<Record<"arn" | "name", Input<string>>>>>;
  /** The queues that runs submit their jobs to. @example [queue.arn] */
  readonly jobQueueArns: readonly Input<string>[];
  /** @example "eu-central-1" */
  readonly region: Input<string>;
  /** @example "123456789012" */
  readonly accountId: Input<string>;
}

/**
 * Cleans up after an execution that was stopped, timed out, or failed before it closed its run. Step Functions ends
 * only the job that it waits for. The run's other jobs would go on, its records would stay RUNNING, and its lock would
 * block the next run. `RunAges` has it check how old runs are.
 * @example
 * new StopFunction("stopped", { storage, declarations, stateMachines, jobQueueArns, region, accountId, logRetentionDays: 30 });
 */
export class StopFunction extends RunFunction {
  readonly rule: EventRule;

  constructor(name: string, args: StopFunctionArgs, options?: ComponentResourceOptions) {
    const machines = Object.entries(args.stateMachines);
    const stateMachineArn = machines.map(([, machine]) => machine.arn);
    const names = Object.fromEntries(machines.map(([workflow, machine]) => [workflow, machine.name]));
    const own = {
      handler: "stop" as const,
      title: "stopped",
      description: "Terminates the jobs of a stopped execution and closes its run",
      environment: {
        [env.stateMachines]: jsonStringify(names),
        [env.jobQueues]: output(args.jobQueueArns).apply((arns) => arns.join(",")),
      },
      statements: [
        ...closeRights(args.storage),
        {
          Effect: "Allow" as const,
          Action: "batch:TerminateJob",
          Resource: interpolate`arn:aws:batch:${args.region}:${args.accountId}:job/*`,
        },
        { Effect: "Allow" as const, Action: "states:ListExecutions", Resource: stateMachineArn },
      ],
    };
    super("batchline:functions:StoppedRuns", name, args, own, options);
    const parent = { parent: this };
    this.rule = new EventRule(
      name,
      {
        description: "Executions that ended otherwise than by their own summary",
        eventPattern: jsonStringify({
          source: ["aws.states"],
          "detail-type": ["Step Functions Execution Status Change"],
          detail: { status: ["ABORTED", "FAILED", "TIMED_OUT"], stateMachineArn },
        }),
      },
      parent,
    );
    const { arn, name: functionName } = this.function.lambda;
    const invoke = { action: "lambda:InvokeFunction", function: functionName, sourceArn: this.rule.arn };
    const permission = new Permission(name, { ...invoke, principal: "events.amazonaws.com" }, parent);
    new EventTarget(name, { rule: this.rule.name, arn }, { ...parent, dependsOn: [permission] });
    this.registerOutputs({ arn });
  }
}
