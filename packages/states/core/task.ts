import { variableExpr } from "../expression/expr.ts";
import { optionalNode, toNode } from "../expression/literal.ts";
import { type Node, stateResult } from "../expression/node.ts";
import type { AnyValue, Expr, Value } from "../expression/types.ts";
import { callerPlace } from "../source-place.ts";
import type { Permission } from "./permission.ts";
import type { Recorder } from "./recorder.ts";
import type { Retrier } from "./retry.ts";
import type { Assignment } from "./step.ts";

/** The options of every task. */
export interface TaskOptions {
  /** When to retry; `[]` for never. @default the service's transient errors, six times in about two minutes */
  readonly retry?: readonly Retrier[];
  /** Seconds after which the task fails with States.Timeout. @default no limit for the task alone */
  readonly timeoutSeconds?: Value<number>;
  /** Seconds without a heartbeat after which the task fails with States.HeartbeatTimeout. @default no limit */
  readonly heartbeatSeconds?: Value<number>;
  /** Shown in the console. */
  readonly comment?: string;
}

interface TaskDraft extends TaskOptions {
  /** For example `arn:aws:states:::sns:publish`. */
  readonly resource: string;
  readonly arguments: Node;
  /** The rights that the execution role needs for it. */
  readonly permissions: readonly Permission[];
  /** The task's result, made from the service's response `stateResult`. @default the whole response */
  readonly result?: Node;
  readonly assign?: readonly Assignment[];
}

/** Adds a Task state. Its result is typed as `R`; nothing checks that. */
export function task<R>(recorder: Recorder, name: string, draft: TaskDraft): Expr<R> {
  const variable = { hint: name };
  recorder.add({
    kind: "task",
    name,
    place: callerPlace(),
    comment: draft.comment,
    resource: draft.resource,
    arguments: draft.arguments,
    permissions: draft.permissions,
    assign: [{ variable, value: draft.result ?? stateResult }, ...(draft.assign ?? [])],
    retry: draft.retry ?? [],
    timeoutSeconds: optionalNode(draft.timeoutSeconds),
    heartbeatSeconds: optionalNode(draft.heartbeatSeconds),
  });
  return variableExpr(variable);
}

/** A right that the execution role gets for a task that the builder does not know. */
export interface Allowance {
  /** For example `sns:Publish`. */
  readonly actions: readonly string[];
  /** ARNs: literals or tokens. `*` is for actions without resource-level permissions. */
  readonly resources: readonly Value<string>[];
}

/** A task that the builder does not know. */
export interface AnyTask extends TaskOptions {
  /** For example `arn:aws:states:::sns:publish`. */
  readonly resource: string;
  /** As Step Functions spells them, in PascalCase. */
  readonly arguments: AnyValue;
  readonly allow: readonly Allowance[];
}

export function anyTask<R>(recorder: Recorder, name: string, { allow, ...call }: AnyTask): Expr<R> {
  return task(recorder, name, {
    ...call,
    arguments: toNode(call.arguments),
    permissions: allow.map(({ actions, resources }) => ({
      actions,
      resources: resources.map((arn) => (arn === "*" ? arn : { arn: toNode(arn) })),
    })),
  });
}
