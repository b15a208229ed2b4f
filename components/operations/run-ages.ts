import { LogMetricFilter } from "@pulumi/aws/cloudwatch/logMetricFilter.js";
import { Schedule } from "@pulumi/aws/scheduler/schedule.js";
import type { Queue } from "@pulumi/aws/sqs/queue.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { ComponentResource, getProject, getStack, jsonStringify } from "@pulumi/pulumi";
import type { OldestRun } from "../../contract/run-ages.ts";
import type { BundledFunction } from "../functions/bundled-function.ts";
import { deadLetterQueue } from "./dead-letter-queue.ts";
import { schedulerRole } from "./scheduler-role.ts";

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
    this.deadLetters = deadLetterQueue(name, this);
    const { deadLetters } = this;
    const { arn } = check.lambda;
    const invokes = { action: "lambda:InvokeFunction", target: arn, accountId, deadLetters };
    const { role, policy } = schedulerRole(name, { purpose: "to check how old runs are", ...invokes }, this);
    new Schedule(
      name,
      {
        description: "Checks how old runs are, and ends dead ones",
        scheduleExpression: "cron(0/15 * * * ? *)",
        scheduleExpressionTimezone: "UTC",
        flexibleTimeWindow: { mode: "OFF" },
        target: {
          arn,
          roleArn: role.arn,
          input: jsonStringify({ stateMachines: stateMachineArns }),
          retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: checkSeconds },
          deadLetterConfig: { arn: deadLetters.arn },
        },
      },
      { ...parent, dependsOn: [policy] },
    );
    this.registerOutputs({ ...this.metric });
  }
}
