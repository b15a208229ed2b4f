import { EventRule } from "@pulumi/aws/cloudwatch/eventRule.js";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { FunctionEventInvokeConfig } from "@pulumi/aws/lambda/functionEventInvokeConfig.js";
import { Permission } from "@pulumi/aws/lambda/permission.js";
import type { Queue } from "@pulumi/aws/sqs/queue.js";
import { QueuePolicy } from "@pulumi/aws/sqs/queuePolicy.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { jsonStringify } from "@pulumi/pulumi";
import { env } from "../../contract/env.ts";
import { deadLetterQueue } from "../operations/dead-letter-queue.ts";
import { policyDocument } from "../policy-document.ts";
import { jobQueuesVariable, RunFunction, type RunFunctionArgs } from "./run-functions.ts";
import { closeRights, describesExecutions, type JobPlace } from "./run-rights.ts";

interface StopFunctionArgs extends RunFunctionArgs, JobPlace {
  /** Workflow → its state machine. @example { "nightly-report": machine } */
  readonly stateMachines: Readonly<Record<string, Readonly<Record<"arn" | "name", Input<string>>>>>;
}

/**
 * Cleans up after an execution that was stopped, timed out, or failed before it closed its run. Step Functions ends
 * only the job that it waits for. The run's other jobs would go on, its records would stay RUNNING, and its lock would
 * block the next run. `RunAges` has it check how old runs are, and end what events missed.
 * @example
 * new StopFunction("stopped", { storage, declarations, stateMachines, jobQueueArns, region, accountId, logRetentionDays: 30 });
 */
export class StopFunction extends RunFunction {
  readonly rule: EventRule;
  /** Executions after which it could not clean up: what it was called with, and its error. */
  readonly deadLetters: Queue;

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
        ...jobQueuesVariable(args),
      },
      statements: [
        ...closeRights(args.storage, args),
        { Effect: "Allow" as const, Action: "states:ListExecutions", Resource: stateMachineArn },
        describesExecutions(stateMachineArn),
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
    this.deadLetters = deadLetterQueue(name, this);
    const deadLetterConfig = { arn: this.deadLetters.arn };
    const mayUse = this.#mayFillDeadLetters(name);
    new EventTarget(
      name,
      { rule: this.rule.name, arn, deadLetterConfig },
      { ...parent, dependsOn: [permission, mayUse.rule] },
    );
    // Lambda tries twice again after an error. Lambda checks the role's right when it gets the destination.
    new FunctionEventInvokeConfig(
      name,
      { functionName, destinationConfig: { onFailure: { destination: this.deadLetters.arn } } },
      { ...parent, dependsOn: [mayUse.function] },
    );
    this.registerOutputs({ arn });
  }

  /** Lets the function send what it failed on, and EventBridge what it could not deliver to the function. */
  #mayFillDeadLetters(name: string) {
    const parent = { parent: this };
    const { arn, url: queueUrl } = this.deadLetters;
    const send = { Effect: "Allow", Action: "sqs:SendMessage", Resource: arn } as const;
    const title = `${name}-dead-letters`;
    const role = this.function.role.name;
    const byFunction = new RolePolicy(title, { role, policy: policyDocument(send) }, parent);
    const Condition = { ArnEquals: { "aws:SourceArn": this.rule.arn } };
    const policy = policyDocument({ ...send, Principal: { Service: "events.amazonaws.com" }, Condition });
    return { function: byFunction, rule: new QueuePolicy(title, { queueUrl, policy }, parent) };
  }
}
