import type { MapRun } from "@batchline/state-machines";
import { AwsError } from "../../host/gateway/aws-error.ts";
import type { Execution } from "./execution.ts";
import type { StateMachine } from "./state-machine.ts";

export class Store {
  readonly machines = new Map<string, StateMachine>();
  readonly executions = new Map<string, Execution>();
  readonly mapRuns = new Map<string, MapRun>();

  machine(arn: string | undefined): StateMachine {
    return find(this.machines, arn, "StateMachineDoesNotExist", "State Machine Does Not Exist");
  }

  execution(arn: string | undefined): Execution {
    return find(this.executions, arn, "ExecutionDoesNotExist", "Execution Does Not Exist");
  }

  mapRun(arn: string | undefined): MapRun {
    return find(this.mapRuns, arn, "ResourceNotFound", "Resource not found");
  }
}

function find<T>(all: ReadonlyMap<string, T>, arn: string | undefined, code: string, problem: string): T {
  const found = arn === undefined ? undefined : all.get(arn);
  if (found !== undefined) return found;
  throw new AwsError(code, `${problem}: '${arn}'`);
}
