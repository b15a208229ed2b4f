import type { Json } from "@batchline/asl";
import type { Bindings } from "./placeholders.ts";

/** Where our answer is another one. */
export interface Difference {
  /** `get_execution_history.events[3].taskFailedEventDetails.cause` */
  readonly path: string;
  readonly expected: Json | undefined;
  readonly actual: Json | undefined;
}

/** Compares AWS's answer with ours. `bindings` learns what placeholders stand for. */
export type Compare = (
  expected: Json | undefined,
  actual: Json | undefined,
  bindings: Bindings,
  path: string,
) => Difference[];
