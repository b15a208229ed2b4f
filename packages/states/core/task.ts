import type { Block } from "../authoring/block.ts";
import { expr } from "../expression/expr.ts";
import { toNode } from "../expression/literal.ts";
import { type Node, stateResult } from "../expression/node.ts";
import type { AnyValue, Expr, Value } from "../expression/types.ts";
import type { Permission } from "../permissions.ts";
import { callerPlace } from "../place.ts";
import type { Retrier } from "./retry.ts";
import type { Assignment } from "./step.ts";

/** What every task may be told. */
export interface TaskOptions {
  /** Instead of the integration's own retries; `[]` for none. */
  readonly retry?: readonly Retrier[];
  /** Fail with States.Timeout after so many seconds. @default no limit of the task's own */
  readonly timeoutSeconds?: Value<number>;
  /** Fail with States.HeartbeatTimeout when no heartbeat came for so many seconds. */
  readonly heartbeatSeconds?: Value<number>;
  /** Shown in the console. */
  readonly comment?: string;
}

/** What an integration makes of a call, for `task`. */
export interface TaskDraft extends TaskOptions {
  /** For example `arn:aws:states:::sns:publish`. */
  readonly resource: string;
  readonly arguments: Node;
  /** What the execution role must be allowed for it. */
  readonly permissions: readonly Permission[];
  /** What to keep of the service's answer, which is `stateResult`. @default all of it */
  readonly result?: Node;
  /** Variables to set besides. */
  readonly assign?: readonly Assignment[];
}

/** Adds a Task state and gives its result, taken to be an `R`. */
export function task<R>(block: Block, name: string, draft: TaskDraft): Expr<R> {
  const variable = { hint: name };
  const optional = (value: Value<number> | undefined) => (value === undefined ? undefined : toNode(value));
  block.add({
    kind: "task",
    name,
    place: callerPlace(),
    comment: draft.comment,
    resource: draft.resource,
    arguments: draft.arguments,
    permissions: draft.permissions,
    assign: [{ variable, value: draft.result ?? stateResult }, ...(draft.assign ?? [])],
    retry: draft.retry ?? [],
    timeoutSeconds: optional(draft.timeoutSeconds),
    heartbeatSeconds: optional(draft.heartbeatSeconds),
  });
  return expr({ kind: "variable", variable });
}

/** What the execution role must be allowed for a task that the builder does not know. */
export interface Allowance {
  /** For example `sns:Publish`. */
  readonly actions: readonly string[];
  /** ARNs, literals or tokens; `*` for actions that know no resources. */
  readonly resources: readonly Value<string>[];
}

/** A task of an integration that the builder does not know. */
export interface AnyTask extends TaskOptions {
  /** For example `arn:aws:states:::sns:publish`. */
  readonly resource: string;
  /** In the spelling of Step Functions, PascalCase. */
  readonly arguments: AnyValue;
  readonly allow: readonly Allowance[];
}

/** Adds a Task state of any integration. */
export function anyTask<R>(block: Block, name: string, { allow, ...call }: AnyTask): Expr<R> {
  return task(block, name, {
    ...call,
    arguments: toNode(call.arguments),
    permissions: allow.map(({ actions, resources }) => ({
      actions,
      resources: resources.map((arn) => (arn === "*" ? arn : { arn: toNode(arn) })),
    })),
  });
}
