import { expr } from "../expression/expr.ts";
import type { Node } from "../expression/node.ts";
import type { Expr } from "../expression/types.ts";

/** The token of a task that waits until someone reports with SendTaskSuccess or SendTaskFailure. */
export const taskTokenNode: Node = { kind: "reserved", path: ["context", "Task", "Token"] };

export const taskToken: Expr<string> = expr(taskTokenNode);

/** What a task's resource ends with that waits for its token. */
export const waitForTaskToken = ".waitForTaskToken";
