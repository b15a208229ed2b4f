import type { ItemProcessor, Json, JsonObject } from "@batchline/asl";
import type { Clock } from "@batchline/clock";
import type { MapRun } from "../distributed-map/map-run.ts";
import type { Tolerance } from "../distributed-map/tolerance.ts";
import type { Evaluator } from "../expressions/evaluator.ts";
import type { Connector } from "./connector.ts";
import type { Thread } from "./thread.ts";

/** One execution, with all that its states use. */
export interface Run {
  readonly execution: {
    readonly arn: string;
    readonly name: string;
    readonly roleArn: string;
    readonly input: Json;
    /** ISO 8601. */
    readonly startTime: string;
    readonly redriveCount: number;
    /** ISO 8601; of the latest redrive. */
    readonly redriveTime?: string | undefined;
  };
  readonly machine: { readonly arn: string; readonly name: string };
  /** A given `$states.context`. @default the execution's own */
  readonly context?: JsonObject | undefined;
  readonly region: string;
  readonly clock: Clock;
  readonly evaluator: Evaluator;
  /** Numbers in [0, 1), for jitter. */
  readonly random: () => number;
  /** The connector of a Task's Resource. The checker has found one for each. */
  readonly connect: (resource: string) => Connector;
  /** Runs a branch or an iteration to its end. */
  readonly follow: (thread: Thread) => Promise<Json>;
  /** Starts the Map Run of a distributed Map. Throws States.Permissions if the machine's role may not. */
  readonly startMapRun: (request: MapRunRequest) => MapRun;
  /** Work that continues after its state, such as terminating a job. The execution waits for it at its end. */
  readonly background: (work: Promise<unknown>) => void;
}

/** The options of a Map Run. */
export interface MapRunRequest {
  /** Names the Map Run, and the machine of its children. */
  readonly label: string;
  readonly maxConcurrency: number;
  readonly tolerance: Tolerance;
  /** The machine of each child. */
  readonly processor: ItemProcessor;
}

/** Where a state leads. */
export interface Transition {
  /** Absent at the end of the block. */
  readonly next?: string | undefined;
  readonly output: Json;
}
