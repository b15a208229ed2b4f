import type { Json } from "@batchline/asl";
import type { StateError } from "../state-error.ts";

/** What stands in for the work of a Task, a Map or a Parallel. */
export interface Mock {
  /** The result, unless it fails. */
  readonly result?: Json | undefined;
  readonly failure?: StateError | undefined;
  /** How many iterations of a Map count as failed. @default none */
  readonly failedIterations?: number | undefined;
  /** The items that the ItemReader of a Map finds. */
  readonly itemsRead?: readonly Json[] | undefined;
}
