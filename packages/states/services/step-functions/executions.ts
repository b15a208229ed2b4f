import type { Block } from "../../authoring/block.ts";
import { type TaskOptions, task } from "../../core/task.ts";
import { toNode } from "../../expression/literal.ts";
import type { Expr, Value } from "../../expression/types.ts";
import type { Permission } from "../../permissions.ts";
import { siblingArn } from "../arn.ts";
import type { Call } from "../parameters.ts";
import { taskToken, waitForTaskToken } from "../task-token.ts";
import { passingFaults } from "../transient-errors.ts";

declare const signature: unique symbol;

/** A state machine that takes an `I` and gives an `O`. */
export interface StateMachine<in I, out O> {
  /** Its ARN. */
  readonly stateMachineArn: Value<string>;
  readonly [signature]?: (input: I) => O;
}

/** The machine at `stateMachineArn`, usually a token; what it takes and gives is yours to say. */
export function stateMachine<I, O = unknown>(stateMachineArn: Value<string>): StateMachine<I, O> {
  return { stateMachineArn };
}

export interface StartExecutionOptions extends TaskOptions {
  /** The execution's name: the same one starts nothing twice. @default one that Step Functions makes */
  readonly executionName?: Value<string>;
}

export interface StartedExecution {
  readonly ExecutionArn: string;
  /** ISO 8601. */
  readonly StartDate: string;
}

/** An execution that has succeeded. */
export interface EndedExecution<O> {
  readonly ExecutionArn: string;
  readonly Name: string;
  readonly Output: O;
  readonly StateMachineArn: string;
  readonly Status: "SUCCEEDED";
}

const resource = "arn:aws:states:::states:startExecution";

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html */
export const executionCalls: Readonly<Record<string, Call>> = {
  [resource]: {
    required: ["StateMachineArn"],
    parameters: { Input: true, Name: true, StateMachineArn: true, TraceHeader: true },
  },
};

/** Executions of other state machines. */
export class Executions {
  readonly #block: Block;

  constructor(block: Block) {
    this.#block = block;
  }

  /** Starts an execution and does not wait for it. */
  start<I, O>(
    name: string,
    machine: StateMachine<I, O>,
    input: Value<NoInfer<I>>,
    options?: StartExecutionOptions,
  ): Expr<StartedExecution> {
    return this.#start(name, "", machine, input, options, []);
  }

  /** Runs an execution to its end; fails with States.TaskFailed when it does not succeed. Stopped with this execution. */
  startSync<I, O>(
    name: string,
    machine: StateMachine<I, O>,
    input: Value<NoInfer<I>>,
    options?: StartExecutionOptions,
  ): Expr<EndedExecution<O>> {
    return this.#start(name, ".sync:2", machine, input, options, waitPermissions(machine.stateMachineArn));
  }

  /** Starts an execution that is given a task token and waits until someone reports an `R` with it. */
  startWithCallback<I, R>(
    name: string,
    machine: StateMachine<I, R>,
    input: (taskToken: Expr<string>) => Value<NoInfer<I>>,
    options?: StartExecutionOptions,
  ): Expr<R> {
    return this.#start(name, waitForTaskToken, machine, input(taskToken), options, []);
  }

  #start<I, R>(
    name: string,
    pattern: string,
    { stateMachineArn }: StateMachine<never, unknown>,
    input: Value<I>,
    { executionName, ...options }: StartExecutionOptions = {},
    more: readonly Permission[],
  ): Expr<R> {
    return task(this.#block, name, {
      retry: passingFaults("StepFunctions.AWSStepFunctionsException", "StepFunctions.SdkClientException"),
      ...options,
      resource: resource + pattern,
      arguments: toNode({
        StateMachineArn: stateMachineArn,
        Input: input,
        ...(executionName !== undefined && { Name: executionName }),
      }),
      permissions: [
        { actions: ["states:StartExecution"], resources: [{ arn: toNode(stateMachineArn) }] },
        ...more,
      ],
    });
  }
}

/** Names of executions are not known before they run: all of the machine's. The rule is the one that Step Functions manages. */
function waitPermissions(machine: Value<string>): readonly Permission[] {
  const arn = toNode(machine);
  const rule = (of: string) =>
    siblingArn(of, "events", "rule/StepFunctionsGetEventsForStepFunctionsExecutionRule");
  return [
    {
      actions: ["states:DescribeExecution", "states:StopExecution"],
      resources: [{ arn, derive: (of) => `${of.replace(":stateMachine:", ":execution:")}:*` }],
    },
    {
      actions: ["events:DescribeRule", "events:PutRule", "events:PutTargets"],
      resources: [{ arn, derive: rule }],
    },
  ];
}
