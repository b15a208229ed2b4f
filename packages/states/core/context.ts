import { expr } from "../expression/expr.ts";
import type { Node } from "../expression/node.ts";
import type { Expr } from "../expression/types.ts";

/** What Step Functions says of the running execution. https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
export interface Context {
  readonly execution: {
    /** The execution's ARN. */
    readonly id: Expr<string>;
    readonly name: Expr<string>;
    /** ISO 8601. */
    readonly startTime: Expr<string>;
    /** ARN of the role the execution has. */
    readonly roleArn: Expr<string>;
    /** How often the execution was redriven. */
    readonly redriveCount: Expr<number>;
  };
  readonly stateMachine: {
    /** The state machine's ARN. */
    readonly id: Expr<string>;
    readonly name: Expr<string>;
  };
  readonly state: {
    /** When the current state was entered. ISO 8601. */
    readonly enteredTime: Expr<string>;
    readonly name: Expr<string>;
    /** How often the current state was retried. */
    readonly retryCount: Expr<number>;
  };
}

const read = (...path: string[]): Node => ({ kind: "reserved", path: ["context", ...path] });

export const context: Context = {
  execution: {
    id: expr(read("Execution", "Id")),
    name: expr(read("Execution", "Name")),
    startTime: expr(read("Execution", "StartTime")),
    roleArn: expr(read("Execution", "RoleArn")),
    redriveCount: expr(read("Execution", "RedriveCount")),
  },
  stateMachine: { id: expr(read("StateMachine", "Id")), name: expr(read("StateMachine", "Name")) },
  state: {
    enteredTime: expr(read("State", "EnteredTime")),
    name: expr(read("State", "Name")),
    retryCount: expr(read("State", "RetryCount")),
  },
};

/** The execution's input; unlike `$states.input` it is the same in every state. */
export const executionInput: Node = read("Execution", "Input");
