import type { ItemProcessor, Json } from "@batchline/asl";
import type { Clock } from "@batchline/clock";
import type { Connector } from "./connector.ts";
import type { MapRun } from "./distributed-map/map-run.ts";
import type { Tolerance } from "./distributed-map/tolerance.ts";
import type { Evaluator } from "./evaluator.ts";
import type { Thread } from "./thread.ts";

/** One execution, as the states see it. */
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
  readonly region: string;
  readonly clock: Clock;
  readonly evaluator: Evaluator;
  /** Numbers in [0, 1), for jitter. */
  readonly random: () => number;
  /** What performs a Task's Resource. Definitions are only accepted when there is one for each. */
  readonly connect: (resource: string) => Connector;
  /** Runs a branch or an iteration to its end. */
  readonly follow: (thread: Thread) => Promise<Json>;
  /** Starts the Map Run of a distributed Map. Throws States.Permissions when the machine's role may not. */
  readonly startMapRun: (request: MapRunRequest) => MapRun;
  /** Work that goes on after its state was left, such as terminating a job; the execution is over only when it is. */
  readonly background: (work: Promise<unknown>) => void;
}

/** What a distributed Map wants run. */
export interface MapRunRequest {
  /** Names the Map Run, and the machine of its children. */
  readonly label: string;
  readonly maxConcurrency: number;
  readonly tolerance: Tolerance;
  /** What each child does. */
  readonly processor: ItemProcessor;
}

/** Where a state leads. */
export interface Transition {
  /** Absent at the end of the block. */
  readonly next?: string | undefined;
  readonly output: Json;
}
