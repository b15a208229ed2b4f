import type { Permission } from "../core/permission.ts";
import type { Recorder } from "../core/recorder.ts";
import type { ErrorName, Retrier } from "../core/retry.ts";
import { type TaskOptions, task } from "../core/task.ts";
import { expr } from "../expression/expr.ts";
import { toNode } from "../expression/literal.ts";
import type { Expr } from "../expression/types.ts";

interface ServiceCall {
  /** The end of the resource, for example `sns:publish.waitForTaskToken`. */
  readonly integration: string;
  /** As Step Functions spells them, in PascalCase. */
  readonly arguments: unknown;
  readonly permissions: readonly Permission[];
  /** The service's errors that a later try may not meet. They are retried by default. */
  readonly transientErrors: readonly [ErrorName, ...ErrorName[]];
}

/** The tasks of one service. A subclass has a method for each. */
export abstract class Service {
  readonly #recorder: Recorder;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  /** Adds a Task state that makes the call. Its result is typed as `R`. */
  protected call<R>(name: string, options: TaskOptions | undefined, call: ServiceCall): Expr<R> {
    return task(this.#recorder, name, {
      retry: transientRetry(...call.transientErrors),
      ...options,
      resource: `arn:aws:states:::${call.integration}`,
      arguments: toNode(call.arguments),
      permissions: call.permissions,
    });
  }
}

/** Retries `errors` with growing intervals, for about two minutes. */
export const transientRetry = (...errors: readonly [ErrorName, ...ErrorName[]]): readonly Retrier[] => [
  { errors, intervalSeconds: 2, maxAttempts: 6, backoffRate: 2, maxDelaySeconds: 60, jitter: "FULL" },
];

/** The token of a waiting task. SendTaskSuccess or SendTaskFailure with it ends the wait. */
export const taskToken: Expr<string> = expr({ kind: "reserved", path: ["context", "Task", "Token"] });

/** Makes a request with a task token in it. */
export type WithToken<T> = (taskToken: Expr<string>) => T;

/** The end of a task's resource, for a task that waits for its token. */
export const waitForTaskToken = ".waitForTaskToken";
