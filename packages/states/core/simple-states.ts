import { optionalNode, toNode } from "../expression/literal.ts";
import type { AnyValue, Value } from "../expression/types.ts";
import { callerPlace } from "../source-place.ts";
import type { Recorder } from "./recorder.ts";
import { type Ended, theEnd } from "./result.ts";
import type { Assignment } from "./step.ts";

/** How long to wait: a time span, or until a time. */
export type WaitFor =
  /** Whole seconds, 0–99,999,999. */
  | { readonly seconds: Value<number> }
  /** ISO 8601 with a time zone, for example `2026-11-23T03:00:00Z`. A time in the past ends the wait at once. */
  | { readonly until: Value<string> };

export interface Failure {
  readonly error: Value<string>;
  readonly cause: Value<string>;
}

/** Adds a Pass state that sets variables. */
export function assign(recorder: Recorder, name: string, assignments: readonly Assignment[]): void {
  recorder.add({ kind: "pass", name, place: callerPlace(), assign: [...assignments] });
}

export function wait(recorder: Recorder, name: string, wanted: WaitFor): void {
  const [field, value] =
    "seconds" in wanted ? (["Seconds", wanted.seconds] as const) : (["Timestamp", wanted.until] as const);
  recorder.add({ kind: "wait", name, place: callerPlace(), field, value: toNode(value), assign: [] });
}

export function succeed(recorder: Recorder, name: string, output?: AnyValue): Ended {
  recorder.add({ kind: "succeed", name, place: callerPlace(), output: optionalNode(output) });
  return theEnd;
}

export function fail(recorder: Recorder, name: string, { error, cause }: Failure): Ended {
  recorder.add({ kind: "fail", name, place: callerPlace(), error: toNode(error), cause: toNode(cause) });
  return theEnd;
}
