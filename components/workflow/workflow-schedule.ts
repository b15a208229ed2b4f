import { createHash } from "node:crypto";
import type { Role } from "@pulumi/aws/iam/role.js";
import { Schedule } from "@pulumi/aws/scheduler/schedule.js";
import type { Queue } from "@pulumi/aws/sqs/queue.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { ComponentResource } from "@pulumi/pulumi";
import { ownScheduleName } from "../../config/derived-names.ts";
import type { RunInput } from "../../contract/plan.ts";
import { defaultSchedule } from "../../contract/schedule.ts";
import { isTimeZone } from "../../workflow-kit/at-deploy/known-time-zones.ts";
import type { NamedSchedule } from "../../workflow-kit/at-deploy/schedules.ts";
import { ArgumentChecks } from "../argument-error.ts";
import { deadLetterQueue } from "../operations/dead-letter-queue.ts";
import { schedulerRole } from "../operations/scheduler-role.ts";

interface WorkflowScheduleArgs {
  /** @example workflow.stateMachine.arn */
  readonly stateMachineArn: Input<string>;
  /** The workflow's schedule, named `default`, and tenants' own ones: at least one, each name once. @example [{ name: "default", cron: "0 3 * * ? *", timezone: "Europe/Warsaw" }] */
  readonly schedules: readonly NamedSchedule[];
  /** A disabled schedule exists but starts nothing. @example true */
  readonly enabled: boolean;
  /** @example "123456789012" */
  readonly accountId: Input<string>;
}

/**
 * Starts executions on schedule, each with an input that names the schedule. Starts that fail for an hour go to one
 * dead-letter queue. @throws {ArgumentError}
 * @example
 * const daily = { name: "default", cron: "0 3 * * ? *", timezone: "Europe/Warsaw" };
 * new WorkflowSchedule("report-schedule", { schedules: [daily], stateMachineArn, enabled: true, accountId });
 */
export class WorkflowSchedule extends ComponentResource {
  /** Schedule's name → schedule. */
  readonly schedules: ReadonlyMap<string, Schedule>;
  readonly deadLetters: Queue;
  readonly role: Role;

  constructor(name: string, args: WorkflowScheduleArgs, options?: ComponentResourceOptions) {
    super("batchline:workflow:WorkflowSchedule", name, {}, options);
    validate(name, args);
    const { stateMachineArn, schedules, enabled, accountId } = args;
    const parent = { parent: this };
    this.deadLetters = deadLetterQueue(name, this);
    const { deadLetters } = this;
    const starts = { action: "states:StartExecution", target: stateMachineArn, accountId, deadLetters };
    const { role, policy } = schedulerRole(name, { purpose: "to start one state machine", ...starts }, this);
    this.role = role;
    this.schedules = new Map(
      schedules.map((schedule) => {
        const { title, aliases } = resourceNames(name, schedule);
        const made = new Schedule(
          title,
          {
            description: descriptionOf(schedule),
            scheduleExpression: `cron(${schedule.cron})`,
            scheduleExpressionTimezone: schedule.timezone,
            flexibleTimeWindow: { mode: "OFF" },
            state: enabled ? "ENABLED" : "DISABLED",
            target: {
              arn: stateMachineArn,
              roleArn: role.arn,
              input: JSON.stringify(inputOf(schedule)),
              retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3_600 },
              deadLetterConfig: { arn: deadLetters.arn },
            },
          },
          { ...parent, dependsOn: [policy], aliases },
        );
        return [schedule.name, made] as const;
      }),
    );
    this.registerOutputs({
      scheduleArns: Object.fromEntries([...this.schedules].map(([schedule, { arn }]) => [schedule, arn])),
      deadLettersUrl: deadLetters.url,
    });
  }
}

/** Named after the schedule, not after its place in the list, so that other schedules may come and go. */
function resourceNames(name: string, schedule: NamedSchedule) {
  if (schedule.name === defaultSchedule) return { title: name, aliases: [] };
  const digest = createHash("sha256").update(schedule.name).digest("hex").slice(0, 6);
  // Until version 0.1 the resource had a longer name.
  return {
    title: ownScheduleName(name.replace(/-schedule$/, ""), digest),
    aliases: [{ name: `${name}-${digest}` }],
  };
}

function descriptionOf({ name }: NamedSchedule): string {
  return `For tenants that have ${name === defaultSchedule ? "no" : "this"} schedule of their own`;
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
function inputOf({ name }: NamedSchedule): RunInput {
  return { schedule: name, scheduledAt: "<aws.scheduler.scheduled-time>" };
}

function validate(name: string, { schedules }: WorkflowScheduleArgs): void {
  const checks = new ArgumentChecks("WorkflowSchedule", name);
  const names = schedules.map((schedule) => schedule.name);
  checks.distinct("schedules", names);
  for (const [at, schedule] of schedules.entries()) {
    const { cron, timezone } = schedule;
    const expected = (field: "cron" | "timezone", what: string) => {
      const got = JSON.stringify(schedule[field]);
      checks.fail("BL-K003", `schedules[${at}].${field}`, `expected ${what}, got ${got}`);
    };
    if (cron.trim().split(/\s+/).length !== 6) expected("cron", 'six fields such as "0 3 * * ? *"');
    if (!isTimeZone(timezone)) expected("timezone", 'an IANA name such as "Europe/Warsaw"');
  }
}
