import { attempt } from "../../core/attempt.ts";
import type { Recorder } from "../../core/recorder.ts";
import { task } from "../../core/task.ts";
import { toNode } from "../../expression/literal.ts";
import type { Expr, Value } from "../../expression/types.ts";
import { batchRetry, terminatePermission } from "./batch.ts";

/** Adds the states that terminate a job of one of `queues`. A failure to do so is ignored. Terminating a job that has ended does nothing. */
export function terminateJob(
  recorder: Recorder,
  name: string,
  {
    id,
    reason,
    queues,
  }: { readonly id: Expr<string>; readonly reason: Value<string>; readonly queues: readonly Value<string>[] },
): void {
  attempt(
    recorder,
    `${name}: stopped`,
    (body) => {
      task(body, `${name}: stop job`, {
        resource: "arn:aws:states:::aws-sdk:batch:terminateJob",
        arguments: toNode({ JobId: id, Reason: reason }),
        permissions: queues.map(terminatePermission),
        retry: batchRetry,
      });
    },
    () => {},
  );
}
