import type { Block } from "../authoring/block.ts";
import { toNode } from "../expression/literal.ts";
import type { Value } from "../expression/types.ts";
import { callerPlace } from "../place.ts";

/** How long to wait: a time span, or until a moment. */
export type WaitFor =
  /** Whole seconds, 0–99,999,999. */
  | { readonly seconds: Value<number> }
  /** ISO 8601 with a time zone, for example `2026-11-23T03:00:00Z`; what has passed ends at once. */
  | { readonly until: Value<string> };

/** Adds a Wait state. */
export function wait(block: Block, name: string, wanted: WaitFor): void {
  const [field, value] =
    "seconds" in wanted ? (["Seconds", wanted.seconds] as const) : (["Timestamp", wanted.until] as const);
  block.add({ kind: "wait", name, place: callerPlace(), field, value: toNode(value), assign: [] });
}
