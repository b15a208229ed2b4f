import { permissionNear, permissionOn } from "../../core/permission.ts";
import type { TaskOptions } from "../../core/task.ts";
import type { Expr, Value } from "../../expression/types.ts";
import { managedRule } from "../arn.ts";
import { Service, taskToken, type WithToken, waitForTaskToken } from "../service-base.ts";

declare const signature: unique symbol;

/** A state machine that takes an `I` and returns an `O`. */
export interface StateMachine<in I, out O> {
  /** Its ARN. */
  readonly stateMachineArn: Value<string>;
  readonly [signature]?: (input: I) => O;
}

/** The state machine with this ARN, usually a token. The types of its input and output are not checked.
 * @example const other = stateMachine<{ day: string }, { count: number }>(token("other")); */
export function stateMachine<I, O = unknown>(stateMachineArn: Value<string>): StateMachine<I, O> {
  return { stateMachineArn };
}

interface StartExecutionOptions extends TaskOptions {
  /** The execution's name. No name starts twice. @default a new UUID */
  readonly executionName?: Value<string>;
}

interface StartedExecution {
  readonly ExecutionArn: string;
  /** ISO 8601. */
  readonly StartDate: string;
}

/** An execution that succeeded. */
interface EndedExecution<O> {
  readonly ExecutionArn: string;
  readonly Name: string;
  readonly Output: O;
  readonly StateMachineArn: string;
  readonly Status: "SUCCEEDED";
}

export class Executions extends Service {
  /** Starts an execution and does not wait for it.
   * @example m.executions.start("Start other", other, { day: m.input.day }) */
  start<I, O>(
    name: string,
    machine: StateMachine<I, O>,
    input: Value<NoInfer<I>>,
    options?: StartExecutionOptions,
  ): Expr<StartedExecution> {
    return this.#start(name, "", machine, input, options);
  }

  /** Runs an execution to its end. Fails with States.TaskFailed when it does not succeed. Stopped with this execution.
   * @example m.executions.startSync("Run other", other, { day: m.input.day }).Output.count */
  startSync<I, O>(
    name: string,
    machine: StateMachine<I, O>,
    input: Value<NoInfer<I>>,
    options?: StartExecutionOptions,
  ): Expr<EndedExecution<O>> {
    return this.#start(name, syncPattern, machine, input, options);
  }

  /** Starts an execution with a task token and waits until it reports an `R` with the token.
   * @example m.executions.startWithCallback("Ask other", stateMachine<{ reply: string }, boolean>(arn), (reply) => ({ reply })) */
  startWithCallback<I, R>(
    name: string,
    machine: StateMachine<I, R>,
    input: WithToken<Value<NoInfer<I>>>,
    options?: StartExecutionOptions,
  ): Expr<R> {
    return this.#start(name, waitForTaskToken, machine, input(taskToken), options);
  }

  #start<I, R>(
    name: string,
    pattern: string,
    { stateMachineArn }: StateMachine<never, unknown>,
    input: Value<I>,
    { executionName, ...options }: StartExecutionOptions = {},
  ): Expr<R> {
    return this.call(name, options, {
      integration: `states:startExecution${pattern}`,
      arguments: {
        StateMachineArn: stateMachineArn,
        Input: input,
        ...(executionName !== undefined && { Name: executionName }),
      },
      permissions: [
        permissionOn(["states:StartExecution"], stateMachineArn),
        ...(pattern === syncPattern ? waitPermissions(stateMachineArn) : []),
      ],
      transientErrors: ["StepFunctions.AWSStepFunctionsException", "StepFunctions.SdkClientException"],
    });
  }
}

/** `:2` returns the output as JSON instead of as text. */
const syncPattern = ".sync:2";

/** Names of executions are not known before they run: all executions of the machine. */
const waitPermissions = (machine: Value<string>) => [
  permissionNear(
    ["states:DescribeExecution", "states:StopExecution"],
    machine,
    (arn) => `${arn.replace(":stateMachine:", ":execution:")}:*`,
  ),
  managedRule("StepFunctionsExecution", machine),
];
