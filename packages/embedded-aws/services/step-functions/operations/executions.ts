import { randomUUID } from "node:crypto";
import type * as api from "@aws-sdk/client-sfn";
import type { Clock } from "@batchline/clock";
import { withoutData } from "@batchline/state-machines";
import { AwsError } from "../../../host/gateway/aws-error.ts";
import { parseText } from "../../../host/gateway/body/parse-json.ts";
import type { Call, Operations } from "../../../host/gateway/service.ts";
import type { Execution } from "../execution.ts";
import type { KnownExecution } from "../known-execution.ts";
import { executionArn, type StateMachine } from "../state-machine.ts";
import { mustBeActive } from "../state-machines.ts";
import type { Store } from "../store.ts";
import { checkName } from "./check-name.ts";
import { page } from "./page.ts";
import { redrive, whyNotRedrivable } from "./redrive.ts";
import { settingsOf } from "./settings.ts";

export function executionOperations(
  store: Store,
  clock: Clock,
  launch: (machine: StateMachine, name: string, input: string) => Execution,
): Operations {
  return {
    StartExecution: (input: api.StartExecutionInput, call: Call): api.StartExecutionOutput => {
      call.authorise("states:StartExecution", input.stateMachineArn ?? "*");
      const machine = store.machine(input.stateMachineArn);
      mustBeActive(machine);
      const name = input.name ?? randomUUID();
      const text = input.input ?? "{}";
      checkName(name);
      checkInput(text);
      const execution = existing(store, executionArn(machine.arn, name), text) ?? launch(machine, name, text);
      return { executionArn: execution.arn, startDate: execution.startDate };
    },
    StopExecution: (input: api.StopExecutionInput, call: Call): api.StopExecutionOutput => {
      call.authorise("states:StopExecution", input.executionArn ?? "*");
      const execution = store.execution(input.executionArn);
      execution.stop(input.error, input.cause);
      return { stopDate: execution.stopDate };
    },
    DescribeExecution: (input: api.DescribeExecutionInput, call: Call): api.DescribeExecutionOutput => {
      call.authorise("states:DescribeExecution", input.executionArn ?? "*");
      return describe(store.execution(input.executionArn), store, clock.now());
    },
    RedriveExecution: async (
      input: api.RedriveExecutionInput,
      call: Call,
    ): Promise<api.RedriveExecutionOutput> => {
      call.authorise("states:RedriveExecution", input.executionArn ?? "*");
      const redriveDate = await redrive(store.execution(input.executionArn), input.clientToken, store, clock);
      return { redriveDate };
    },
    DescribeStateMachineForExecution: (
      input: api.DescribeStateMachineForExecutionInput,
      call: Call,
    ): api.DescribeStateMachineForExecutionOutput => {
      call.authorise("states:DescribeStateMachineForExecution", input.executionArn ?? "*");
      const { machine, mapRunArn } = store.execution(input.executionArn);
      const { arn, name, definition, roleArn, updatedAt } = machine;
      const about = { stateMachineArn: arn, name, definition, roleArn, updateDate: updatedAt };
      const common = { ...about, ...settingsOf(machine) };
      return mapRunArn === undefined ? common : { ...common, mapRunArn, label: name.split("/").at(-1) };
    },
    GetExecutionHistory: (input: api.GetExecutionHistoryInput, call: Call): api.GetExecutionHistoryOutput => {
      call.authorise("states:GetExecutionHistory", input.executionArn ?? "*");
      const { events } = store.execution(input.executionArn).history;
      const { items, nextToken } = page(events, input, { newestFirst: input.reverseOrder ?? false });
      const withData = input.includeExecutionData ?? true;
      return { events: withData ? [...items] : items.map(withoutData), nextToken };
    },
    ListExecutions: (input: api.ListExecutionsInput, call: Call): api.ListExecutionsOutput => {
      call.authorise("states:ListExecutions", input.stateMachineArn ?? input.mapRunArn ?? "*");
      const { items, nextToken } = page(executionsOf(store, input), input, {
        newestFirst: true,
        where: ({ status, redriveCount }) =>
          (input.statusFilter === undefined || status === input.statusFilter) &&
          (input.redriveFilter === undefined || (input.redriveFilter === "REDRIVEN") === redriveCount > 0),
      });
      return { executions: items.map(listItem), nextToken };
    },
  };
}

function executionsOf(
  store: Store,
  { stateMachineArn, mapRunArn, redriveFilter }: api.ListExecutionsInput,
): KnownExecution[] {
  if (redriveFilter !== undefined && mapRunArn === undefined)
    throw new AwsError("ValidationException", "redriveFilter needs a mapRunArn");
  if ((stateMachineArn === undefined) === (mapRunArn === undefined))
    throw new AwsError("ValidationException", "Either stateMachineArn or mapRunArn must be given, not both");
  const wanted = mapRunArn === undefined ? store.machine(stateMachineArn).arn : store.mapRun(mapRunArn).arn;
  return [...store.executions.values()].filter((execution) =>
    mapRunArn === undefined ? execution.machine.arn === wanted : execution.mapRunArn === wanted,
  );
}

/** StartExecution is idempotent while the execution runs; a name with another input or a past execution is taken. */
function existing(store: Store, arn: string, input: string): KnownExecution | undefined {
  const execution = store.executions.get(arn);
  if (execution === undefined || (execution.status === "RUNNING" && execution.input === input))
    return execution;
  throw new AwsError("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
}

function checkInput(input: string): void {
  try {
    parseText(input);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : cause;
    throw new AwsError("InvalidExecutionInput", `Invalid State Machine Execution Input: '${why}'`);
  }
}

function describe(execution: KnownExecution, store: Store, now: number): api.DescribeExecutionOutput {
  const { output, error, cause, mapRunArn } = execution;
  const reason = whyNotRedrivable(execution, store, now);
  const redrivable = mapRunArn === undefined ? "REDRIVABLE" : "REDRIVABLE_BY_MAP_RUN";
  return {
    ...listItem(execution),
    input: execution.input,
    inputDetails: { included: true },
    output,
    outputDetails: output === undefined ? undefined : { included: true },
    error,
    cause,
    redriveStatus: reason === undefined ? redrivable : "NOT_REDRIVABLE",
    redriveStatusReason: reason,
  };
}

function listItem(execution: KnownExecution) {
  const { arn, machine, name, status, startDate, stopDate, redriveCount, redriveDate, mapRunArn } = execution;
  const arns = { executionArn: arn, stateMachineArn: machine.arn, mapRunArn };
  return { ...arns, name, status, startDate, stopDate, redriveCount, redriveDate };
}
