import * as iam from "@pulumi/aws/iam/index.js";
import { Schedule } from "@pulumi/aws/scheduler/schedule.js";
import { Queue } from "@pulumi/aws/sqs/queue.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { ComponentResource } from "@pulumi/pulumi";
import { ArgumentChecks } from "./argument-error.ts";
import { policyDocument, trustsService } from "./policy-document.ts";

export interface WorkflowScheduleArgs {
  readonly stateMachineArn: Input<string>;
  /** Six fields, as EventBridge has them: minutes, hours, day of month, month, day of week, year. @example "0 3 * * ? *" */
  readonly cron: string;
  /** IANA name; daylight saving time is followed. @example "Europe/Warsaw" */
  readonly timezone: string;
  /** A schedule that is not enabled exists but starts nothing. */
  readonly enabled: boolean;
  readonly accountId: Input<string>;
}

/** Starts executions by the clock. What could not be started within an hour ends in a dead-letter queue. */
export class WorkflowSchedule extends ComponentResource {
  readonly schedule: Schedule;
  readonly deadLetters: Queue;
  readonly role: iam.Role;

  constructor(name: string, args: WorkflowScheduleArgs, options?: ComponentResourceOptions) {
    super("batchline:workflow:WorkflowSchedule", name, {}, options);
    validate(name, args);
    const { stateMachineArn, cron, timezone, enabled, accountId } = args;
    const parent = { parent: this };
    this.deadLetters = new Queue(
      `${name}-dead-letters`,
      { sqsManagedSseEnabled: true, messageRetentionSeconds: 14 * 86_400 },
      parent,
    );
    this.role = new iam.Role(
      name,
      {
        description: "EventBridge Scheduler, to start one state machine",
        assumeRolePolicy: trustsService("scheduler.amazonaws.com", accountId),
      },
      parent,
    );
    const policy = new iam.RolePolicy(
      name,
      {
        role: this.role.name,
        policy: policyDocument(
          { Effect: "Allow", Action: "states:StartExecution", Resource: stateMachineArn },
          { Effect: "Allow", Action: "sqs:SendMessage", Resource: this.deadLetters.arn },
        ),
      },
      parent,
    );
    this.schedule = new Schedule(
      name,
      {
        scheduleExpression: `cron(${cron})`,
        scheduleExpressionTimezone: timezone,
        flexibleTimeWindow: { mode: "OFF" },
        state: enabled ? "ENABLED" : "DISABLED",
        target: {
          arn: stateMachineArn,
          roleArn: this.role.arn,
          input: "{}",
          retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3_600 },
          deadLetterConfig: { arn: this.deadLetters.arn },
        },
      },
      { ...parent, dependsOn: [policy] },
    );
    this.registerOutputs({ scheduleArn: this.schedule.arn, deadLettersUrl: this.deadLetters.url });
  }
}

function validate(name: string, { cron, timezone }: WorkflowScheduleArgs): void {
  const checks = new ArgumentChecks("WorkflowSchedule", name);
  if (cron.trim().split(/\s+/).length !== 6)
    checks.refuse("cron", `expected six fields such as "0 3 * * ? *", got ${JSON.stringify(cron)}`);
  if (!isTimeZone(timezone))
    checks.refuse(
      "timezone",
      `expected an IANA name such as "Europe/Warsaw", got ${JSON.stringify(timezone)}`,
    );
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}
