import type { BuiltMachine } from "@batchline/states/build";
import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import * as iam from "@pulumi/aws/iam/index.js";
import { StateMachine } from "@pulumi/aws/sfn/stateMachine.js";
import type { ComponentResourceOptions, Input, ResourceHook } from "@pulumi/pulumi";
import { all, ComponentResource, getProject, getStack, interpolate } from "@pulumi/pulumi";
import type { NamedSchedule } from "../../workflow-kit/at-deploy/schedules.ts";
import { ArgumentChecks } from "../argument-error.ts";
import { policyDocument, type Statement, trustsService } from "../policy-document.ts";
import { WorkflowSchedule } from "./workflow-schedule.ts";

interface WorkflowArgs {
  /** The workflow's name. @example "nightly-report" */
  readonly workflow: string;
  /** @example buildWorkflow(nightlyReport) */
  readonly machine: BuiltMachine;
  /** Deploy-time token → value. Tokens that the machine does not use are ignored. @example workflowTokens({ planFunction, closeFunction, storage, queues, jobs }) */
  readonly tokens: Readonly<Record<string, Input<string>>>;
  /** The same for the role's rights, where they differ. @default `tokens` @example { metadataFunction: interpolate`${fn.arn}:*` } */
  readonly tokensOfRights?: Readonly<Record<string, Input<string>>>;
  /** The workflow's schedule and its tenants' own ones. @default none: only people start it @example [{ name: "default", cron: "0 3 * * ? *", timezone: "Europe/Warsaw" }] */
  readonly schedules?: readonly NamedSchedule[];
  /** A disabled schedule exists but starts nothing. @example true */
  readonly scheduleEnabled: boolean;
  /** @example "123456789012" */
  readonly accountId: Input<string>;
  /** @example 30 */
  readonly logRetentionDays: number;
  /**
   * What the state machine logs: failures without data, or every event with its input and output. What is logged is paid by size, and
   * inputs are in it. @default "ERROR"
   */
  readonly executionLog?: "ERROR" | "ALL";
  /** Called before the state machine is deleted. @default nothing is called @example refusalDuringRuns() */
  readonly beforeDelete?: ResourceHook;
}

/**
 * A workflow's state machine with its role, log group and schedules. @throws {ArgumentError}
 * @example
 * const machine = buildWorkflow(nightlyReport);
 * new Workflow("report", { workflow: "report", machine, tokens, scheduleEnabled: true, accountId, logRetentionDays: 30 });
 */
export class Workflow extends ComponentResource {
  readonly stateMachine: StateMachine;
  readonly role: iam.Role;
  readonly logGroup: LogGroup;
  readonly schedule?: WorkflowSchedule;

  constructor(name: string, args: WorkflowArgs, options?: ComponentResourceOptions) {
    super("batchline:workflow:Workflow", name, {}, options);
    const { workflow, machine, accountId, beforeDelete, executionLog = "ERROR" } = args;
    const parent = { parent: this };
    const tokens = tokensOf(name, args);
    const values = all(tokens);
    const { tokensOfRights = {} } = args;
    const ofRights: Record<string, Input<string>> = Object.fromEntries(
      Object.entries(tokens).map(([token, value]) => [token, tokensOfRights[token] ?? value]),
    );
    // With this prefix CloudWatch needs no entry in its resource policy, whose size is limited.
    const logName = `/aws/vendedlogs/states/${getProject()}-${getStack()}-${workflow}`;
    this.logGroup = new LogGroup(name, { name: logName, retentionInDays: args.logRetentionDays }, parent);
    const assumeRolePolicy = trustsService("states.amazonaws.com", accountId);
    const description = `The state machine of ${workflow}`;
    this.role = new iam.Role(name, { description, assumeRolePolicy }, parent);
    const statements = all(ofRights).apply((known) => machine.permissionsOnOthers(known));
    const policy = statements.apply((derived) => policyDocument(...derived, ...observability));
    const rights = new iam.RolePolicy(name, { role: this.role.name, policy }, parent);
    this.stateMachine = new StateMachine(
      name,
      {
        type: "STANDARD",
        definition: values.apply((known) => machine.definition(known)),
        roleArn: this.role.arn,
        loggingConfiguration: {
          level: executionLog,
          includeExecutionData: executionLog === "ALL",
          logDestination: interpolate`${this.logGroup.arn}:*`,
        },
        tracingConfiguration: { enabled: true },
        tags: { workflow },
      },
      {
        ...parent,
        // Step Functions checks at creation whether the role may write the log.
        dependsOn: [rights],
        // It waits for the states of executions, the provider only 5 minutes by itself.
        customTimeouts: { delete: "60m" },
        ...(beforeDelete && { hooks: { beforeDelete: [beforeDelete] } }),
      },
    );
    const { arn } = this.stateMachine;
    let stateMachineArn = arn;
    if (machine.startsItself) {
      // A separate policy, because it names the machine, and the machine must not wait for it.
      const onItself = arn.apply((known) => policyDocument(...machine.permissionsOnItself(known)));
      const itself = new iam.RolePolicy(`${name}-itself`, { role: this.role.name, policy: onItself }, parent);
      // Schedules wait until the machine has all its rights.
      stateMachineArn = all([arn, itself.id]).apply(([known]) => known);
    }
    const { schedules = [], scheduleEnabled: enabled } = args;
    const schedule = { schedules, stateMachineArn, enabled, accountId };
    if (schedules.length > 0) this.schedule = new WorkflowSchedule(`${name}-schedule`, schedule, parent);
    this.registerOutputs({ arn });
  }
}

function tokensOf(name: string, { machine, tokens }: WorkflowArgs): Record<string, Input<string>> {
  return Object.fromEntries(
    machine.tokens.map((token) => {
      const value = tokens[token];
      if (value !== undefined) return [token, value];
      const problem = `the state machine needs a value for ${JSON.stringify(token)}`;
      return new ArgumentChecks("Workflow", name).fail("BL-K007", "tokens", problem);
    }),
  );
}

/** Rights to write logs and traces. None of these actions supports a narrower resource. */
const observability: readonly Statement[] = Object.entries({
  logs: [
    ...["CreateLogDelivery", "DeleteLogDelivery", "DescribeLogGroups", "DescribeResourcePolicies"],
    ...["GetLogDelivery", "ListLogDeliveries", "PutResourcePolicy", "UpdateLogDelivery"],
  ],
  xray: ["GetSamplingRules", "GetSamplingTargets", "PutTelemetryRecords", "PutTraceSegments"],
}).map(([service, actions]) => {
  return { Effect: "Allow", Action: actions.map((action) => `${service}:${action}`), Resource: "*" };
});
