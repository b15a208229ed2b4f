import { type Input, interpolate, type Output, output } from "@pulumi/pulumi";
import type { Statement } from "../policy-document.ts";

/** What people look at and work on. */
export interface PlatformParts {
  readonly stateMachineArns: readonly Output<string>[];
  /** The table of runs. */
  readonly tableArn: Input<string>;
  /** Without `:*` at the end. */
  readonly logGroupArns: readonly Output<string>[];
}

/** Rights to see runs, their records and their logs. None of tenants' data, and none to change anything. */
export function readRights({ stateMachineArns, tableArn, logGroupArns }: PlatformParts): Statement[] {
  return [
    allow("states:ListExecutions", stateMachineArns),
    allow(["states:DescribeExecution", "states:GetExecutionHistory"], stateMachineArns.map(executionsOf)),
    allow(["dynamodb:GetItem", "dynamodb:Query"], tableArn),
    allow(
      ["logs:FilterLogEvents", "logs:GetLogEvents"],
      logGroupArns.map((arn) => interpolate`${arn}:*`),
    ),
  ];
}

/** Rights to start, stop and rerun. A rerun is an execution whose input names the run to resume. */
export function operateRights({ stateMachineArns }: PlatformParts): Statement[] {
  return [
    allow("states:StartExecution", stateMachineArns),
    allow("states:StopExecution", stateMachineArns.map(executionsOf)),
  ];
}

function allow(Action: Statement["Action"], Resource: Input<string> | readonly Input<string>[]): Statement {
  return { Effect: "Allow", Action, Resource };
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html */
function executionsOf(stateMachineArn: Input<string>): Output<string> {
  return output(stateMachineArn).apply((arn) => `${arn.replace(":stateMachine:", ":execution:")}:*`);
}
