import { randomUUID } from "node:crypto";
import type * as api from "@aws-sdk/client-sfn";
import { limits } from "@batchline/asl";
import type { Clock } from "@batchline/clock";
import { withoutData } from "@batchline/state-machines";
import { AwsError } from "../../../host/gateway/aws-error.ts";
import type { Call, Operations } from "../../../host/gateway/service.ts";
import type { Execution } from "../execution.ts";
import { executionArn, type StateMachine } from "../state-machine.ts";
import { mustBeActive } from "../state-machines.ts";
import type { Store } from "../store.ts";
import { checkName } from "./check-name.ts";
import { page } from "./page.ts";

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
      const execution = store.execution(input.executionArn);
      const reason =
        execution.mapRunArn === undefined
          ? whyNotRedrivable(execution, store, clock.now())
          : "Execution was started by a Map Run; redrive the execution that the Map is in";
      if (reason !== undefined) throw new AwsError("ExecutionNotRedrivable", reason);
      return { redriveDate: await execution.redrive() };
    },
    DescribeStateMachineForExecution: (
      input: api.DescribeStateMachineForExecutionInput,
      call: Call,
    ): api.DescribeStateMachineForExecutionOutput => {
      call.authorise("states:DescribeStateMachineForExecution", input.executionArn ?? "*");
      const { machine, mapRunArn } = store.execution(input.executionArn);
      const { arn, name, definition, roleArn, updatedAt, revisionId } = machine;
      const common = { stateMachineArn: arn, name, definition, roleArn, updateDate: updatedAt, revisionId };
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
        where: ({ status }) => input.statusFilter === undefined || status === input.statusFilter,
      });
      return { executions: items.map(listItem), nextToken };
    },
  };
}

function executionsOf(store: Store, { stateMachineArn, mapRunArn }: api.ListExecutionsInput): Execution[] {
  if ((stateMachineArn === undefined) === (mapRunArn === undefined))
    throw new AwsError("ValidationException", "Either stateMachineArn or mapRunArn must be given, not both");
  const wanted = mapRunArn === undefined ? store.machine(stateMachineArn).arn : store.mapRun(mapRunArn).arn;
  return [...store.executions.values()].filter((execution) =>
    mapRunArn === undefined ? execution.machine.arn === wanted : execution.mapRunArn === wanted,
  );
}

/** StartExecution is idempotent while the execution runs; a name with another input or a past execution is taken. */
function existing(store: Store, arn: string, input: string): Execution | undefined {
  const execution = store.executions.get(arn);
  if (execution === undefined || (execution.status === "RUNNING" && execution.input === input))
    return execution;
  throw new AwsError("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
}

function checkInput(input: string): void {
  const invalid = (why: string) =>
    new AwsError("InvalidExecutionInput", `Invalid State Machine Execution Input: '${why}'`);
  if (Buffer.byteLength(input) > limits.payloadBytes)
    throw invalid(`larger than ${limits.payloadBytes} bytes`);
  try {
    JSON.parse(input);
  } catch (cause) {
    throw invalid(cause instanceof Error ? cause.message : String(cause));
  }
}

function describe(execution: Execution, store: Store, now: number): api.DescribeExecutionOutput {
  const { output, error, cause, redriveDate, mapRunArn } = execution;
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
    redriveDate,
    redriveStatus: reason === undefined ? redrivable : "NOT_REDRIVABLE",
    redriveStatusReason: reason,
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html */
const redrivableForMs = 14 * 24 * 3_600_000;

function whyNotRedrivable(
  { status, stopDate, machine }: Execution,
  store: Store,
  now: number,
): string | undefined {
  if (status === "RUNNING" || status === "SUCCEEDED") return `Execution is ${status} and cannot be redriven`;
  if (store.isDeleting(machine.arn)) return "State machine is in DELETING status";
  return stopDate !== undefined && now - stopDate.getTime() > redrivableForMs
    ? "Execution exceeded the redrivable period of 14 days"
    : undefined;
}

function listItem(execution: Execution) {
  const { arn, machine, name, status, startDate, stopDate, redriveCount, mapRunArn } = execution;
  const arns = { executionArn: arn, stateMachineArn: machine.arn, mapRunArn };
  return { ...arns, name, status, startDate, stopDate, redriveCount };
}
