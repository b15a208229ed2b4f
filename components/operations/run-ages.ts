import { LogMetricFilter } from "@pulumi/aws/cloudwatch/logMetricFilter.js";
import * as iam from "@pulumi/aws/iam/index.js";
import { Schedule } from "@pulumi/aws/scheduler/schedule.js";
import { Queue } from "@pulumi/aws/sqs/queue.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { ComponentResource, getProject, getStack, jsonStringify } from "@pulumi/pulumi";
import type { OldestRun } from "../../contract/run-ages.ts";
import type { BundledFunction } from "../functions/bundled-function.ts";
import { policyDocument, trustsService } from "../policy-document.ts";

interface RunAgesArgs {
  /** The function that checks. @example stopFunction.function */
  readonly check: Pick<BundledFunction, "lambda" | "logGroup">;
  /** @example [workflow.stateMachine.arn] */
  readonly stateMachineArns: readonly Input<string>[];
  /** @example "123456789012" */
  readonly accountId: Input<string>;
}

/** Seconds between two checks. */
export const checkSeconds = 900;

/**
 * A metric of how old the oldest run is, which a function writes to its log every 15 minutes. AWS's own metric, ExecutionTime, is known
 * only when a run has ended. @example new RunAges("run-ages", { check: stopFunction.function, stateMachineArns, accountId });
 */
export class RunAges extends ComponentResource {
  /** Has values only while something runs. */
  readonly metric: { readonly namespace: string; readonly metricName: string };
  readonly deadLetters: Queue;

  constructor(name: string, args: RunAgesArgs, options?: ComponentResourceOptions) {
    super("batchline:operations:RunAges", name, {}, options);
    const { check, stateMachineArns, accountId } = args;
    const parent = { parent: this };
    this.metric = { namespace: `${getProject()}-${getStack()}`, metricName: "OldestRunSeconds" };
    const field = "$.message.oldestRunSeconds" satisfies `$.message.${keyof OldestRun}`;
    new LogMetricFilter(
      name,
      {
        logGroupName: check.logGroup.name,
        pattern: `{ ${field} = * }`,
        metricTransformation: {
          ...{ namespace: this.metric.namespace, name: this.metric.metricName },
          ...{ value: field, unit: "Seconds" },
        },
      },
      parent,
    );
    this.deadLetters = new Queue(
      `${name}-dead-letters`,
      { sqsManagedSseEnabled: true, messageRetentionSeconds: 14 * 86_400 },
      parent,
    );
    const description = "EventBridge Scheduler, to check how old runs are";
    const assumeRolePolicy = trustsService("scheduler.amazonaws.com", accountId);
    const role = new iam.Role(name, { description, assumeRolePolicy }, parent);
    const { arn } = check.lambda;
    const policy = policyDocument(
      { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: arn },
      { Effect: "Allow", Action: "sqs:SendMessage", Resource: this.deadLetters.arn },
    );
    const rights = new iam.RolePolicy(name, { role: role.name, policy }, parent);
    new Schedule(
      name,
      {
        description: "Checks how old runs are",
        scheduleExpression: "cron(0/15 * * * ? *)",
        scheduleExpressionTimezone: "UTC",
        flexibleTimeWindow: { mode: "OFF" },
        target: {
          arn,
          roleArn: role.arn,
          input: jsonStringify({ stateMachines: stateMachineArns }),
          retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: checkSeconds },
          deadLetterConfig: { arn: this.deadLetters.arn },
        },
      },
      { ...parent, dependsOn: [rights] },
    );
    this.registerOutputs({ ...this.metric });
  }
}
