import { expr } from "../expression/expr.ts";
import type { Expr } from "../expression/types.ts";

/** The token of a waiting task. SendTaskSuccess or SendTaskFailure with it ends the wait. */
export const taskToken: Expr<string> = expr({ kind: "reserved", path: ["context", "Task", "Token"] });

/** Makes a request with a task token in it. */
export type WithToken<T> = (taskToken: Expr<string>) => T;

/** The end of a task's resource, for a task that waits for its token. */
export const waitForTaskToken = ".waitForTaskToken";
