import type { ExecutionStatus, MapRunStatus } from "@aws-sdk/client-sfn";
import type { Json } from "@batchline/asl";
import { must } from "@batchline/diagnostics";
import type { Tolerance } from "./tolerance.ts";

/** An execution that processes one item, or one batch of them. */
export interface ChildExecution {
  readonly arn: string;
  readonly name: string;
  readonly machine: { readonly arn: string };
  /** JSON text. */
  readonly input: string;
  readonly status: ExecutionStatus;
  readonly startDate: Date;
  readonly stopDate: Date | undefined;
  /** JSON text. */
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly redriveCount: number;
  readonly redriveDate: Date | undefined;
  /** Resolves when the status is final. */
  readonly ended: Promise<void>;
  /** Resolves when nothing of it is left running. */
  settled(): Promise<void>;
  stop(error?: string, cause?: string): void;
  redrive(): Promise<Date>;
}

/** The input of one child, and the child once it is started. */
export interface Portion {
  readonly input: Json;
  /** How many items are in it. */
  readonly items: number;
  execution?: ChildExecution;
}

/**
 * One run of a distributed Map, as DescribeMapRun returns it.
 * @example new MapRun({ arn, executionArn, startDate, maxConcurrency: 10, tolerance, launch, checkRedrive }).counts("items")
 */
export class MapRun {
  /** `arn:aws:states:<region>:<account>:mapRun:<machine>/<label>:<uuid>` */
  readonly arn: string;
  /** Of the execution that the Map is in. */
  readonly executionArn: string;
  readonly startDate: Date;
  readonly maxConcurrency: number;
  readonly tolerance: Tolerance;
  /** Starts a child with that input. */
  readonly launch: (input: Json) => ChildExecution;
  /** Throws StateError unless the machine's role may redrive children. */
  readonly checkRedrive: () => void;

  status: MapRunStatus = "RUNNING";
  stopDate: Date | undefined;
  redriveCount = 0;
  redriveDate: Date | undefined;
  /** In the items' order; undefined until they have been read. */
  portions: readonly Portion[] | undefined;
  resultsWritten = false;

  constructor(
    options: Pick<
      MapRun,
      "arn" | "executionArn" | "startDate" | "maxConcurrency" | "tolerance" | "launch" | "checkRedrive"
    >,
  ) {
    this.arn = options.arn;
    this.executionArn = options.executionArn;
    this.startDate = options.startDate;
    this.maxConcurrency = options.maxConcurrency;
    this.tolerance = options.tolerance;
    this.launch = options.launch;
    this.checkRedrive = options.checkRedrive;
  }

  /** The last part of the ARN, which is also the folder of the results. */
  get id(): string {
    return must(this.arn.split(":").at(-1), "a split text has a part");
  }

  end(status: MapRunStatus, at: Date): void {
    this.status = status;
    this.stopDate = at;
  }

  redriven(at: Date): void {
    this.status = "RUNNING";
    this.stopDate = undefined;
    this.redriveCount += 1;
    this.redriveDate = at;
  }

  /** The executions in each status, or with "items", the number of their items. */
  counts(of: "executions" | "items") {
    const names = [...Object.values(fieldOf), "total", "resultsWritten"] as const;
    const counts = Object.fromEntries(names.map((name) => [name, 0])) as Record<
      (typeof names)[number],
      number
    >;
    const { portions = [] } = this;
    for (const { items, execution } of portions) {
      const amount = of === "items" ? items : 1;
      counts[fieldOf[execution?.status ?? "PENDING_REDRIVE"]] += amount;
      counts.total += amount;
      if (this.resultsWritten) counts.resultsWritten += amount;
    }
    return counts;
  }
}

const fieldOf = {
  PENDING_REDRIVE: "pending",
  RUNNING: "running",
  SUCCEEDED: "succeeded",
  FAILED: "failed",
  TIMED_OUT: "timedOut",
  ABORTED: "aborted",
} as const satisfies Record<ExecutionStatus, string>;
