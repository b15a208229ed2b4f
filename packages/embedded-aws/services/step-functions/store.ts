import type { MapRun } from "@batchline/state-machines";
import { AwsError } from "../../host/gateway/aws-error.ts";
import type { Execution } from "./execution.ts";
import type { StateMachine } from "./state-machine.ts";

/** The state machines and their executions, oldest first. */
export class Store {
  readonly machines = new Map<string, StateMachine>();
  readonly executions = new Map<string, Execution>();
  readonly mapRuns = new Map<string, MapRun>();

  /** Throws StateMachineDoesNotExist. */
  machine(arn: string | undefined): StateMachine {
    const machine = find(this.machines, arn);
    if (machine !== undefined) return machine;
    throw new AwsError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
  }

  /** Throws ExecutionDoesNotExist. */
  execution(arn: string | undefined): Execution {
    const execution = find(this.executions, arn);
    if (execution !== undefined) return execution;
    throw new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
  }

  /** Throws ResourceNotFound. */
  mapRun(arn: string | undefined): MapRun {
    const run = find(this.mapRuns, arn);
    if (run !== undefined) return run;
    throw new AwsError("ResourceNotFound", `Resource not found: '${arn}'`);
  }
}

const find = <T>(all: ReadonlyMap<string, T>, arn: string | undefined): T | undefined =>
  arn === undefined ? undefined : all.get(arn);
