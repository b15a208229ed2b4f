import { expr } from "../expression/expr.ts";
import type { Node } from "../expression/node.ts";
import type { Expr } from "../expression/types.ts";

const node = (...path: string[]): Node => ({ kind: "reserved", path: ["context", ...path] });
const read = <T = string>(...path: string[]): Expr<T> => expr(node(...path));

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
export const context = {
  execution: {
    /** The execution's ARN. */
    id: read("Execution", "Id"),
    name: read("Execution", "Name"),
    /** ISO 8601. */
    startTime: read("Execution", "StartTime"),
    roleArn: read("Execution", "RoleArn"),
    redriveCount: read<number>("Execution", "RedriveCount"),
  },
  stateMachine: {
    /** The state machine's ARN. */
    id: read("StateMachine", "Id"),
    name: read("StateMachine", "Name"),
  },
  state: {
    /** When the current state started. ISO 8601. */
    enteredTime: read("State", "EnteredTime"),
    name: read("State", "Name"),
    retryCount: read<number>("State", "RetryCount"),
  },
} as const;

/** The data that Step Functions provides about the running execution. */
export type Context = typeof context;

/** The execution's input. It is the same in every state, unlike `$states.input`. */
export const executionInput: Node = node("Execution", "Input");
