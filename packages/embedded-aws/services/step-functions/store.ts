import { AwsError } from "../../host/gateway/aws-error.ts";
import type { KnownExecution } from "./known-execution.ts";
import type { KnownMapRun } from "./known-map-run.ts";
import type { StateMachine } from "./state-machine.ts";

export class Store {
  readonly machines = new Map<string, StateMachine>();
  readonly executions = new Map<string, KnownExecution>();
  readonly mapRuns = new Map<string, KnownMapRun>();

  machine(arn: string | undefined): StateMachine {
    return find(this.machines, arn, "StateMachineDoesNotExist", "State Machine Does Not Exist");
  }

  isDeleting(arn: string): boolean {
    return this.machines.get(machineOf(arn))?.status === "DELETING";
  }

  /** With the children of its distributed Maps. */
  executionsOf(machineArn: string): KnownExecution[] {
    return [...this.executions.values()].filter(({ machine }) => machineOf(machine.arn) === machineArn);
  }

  /** As on AWS, a machine's executions and Map Runs are gone with it. Returns the executions' ARNs. */
  remove(machineArn: string): readonly string[] {
    const executions = new Set(this.executionsOf(machineArn).map(({ arn }) => arn));
    for (const { arn, executionArn } of this.mapRuns.values())
      if (executions.has(executionArn)) this.mapRuns.delete(arn);
    for (const arn of executions) this.executions.delete(arn);
    this.machines.delete(machineArn);
    return [...executions];
  }

  execution(arn: string | undefined): KnownExecution {
    return find(this.executions, arn, "ExecutionDoesNotExist", "Execution Does Not Exist");
  }

  mapRunsOf(executionArn: string): KnownMapRun[] {
    return [...this.mapRuns.values()].filter((run) => run.executionArn === executionArn);
  }

  mapRun(arn: string | undefined): KnownMapRun {
    return find(this.mapRuns, arn, "ResourceNotFound", "Resource not found");
  }
}

/** The machine of a distributed Map's children is `<machine>/<label>`. */
function machineOf(arn: string): string {
  return arn.replace(/\/.*$/, "");
}

function find<T>(all: ReadonlyMap<string, T>, arn: string | undefined, code: string, problem: string): T {
  const found = arn === undefined ? undefined : all.get(arn);
  if (found !== undefined) return found;
  if (arn?.startsWith("arn:") === false)
    throw new AwsError("InvalidArn", `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);
  throw new AwsError(code, `${problem}: '${arn}'`);
}
