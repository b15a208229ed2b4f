import type { StageUsage } from "./stage-usage.ts";

/** Items of the DynamoDB table. record-keys.ts has their keys; times are ISO 8601. */

export interface ItemCounts {
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
}

export const noItems: ItemCounts = { done: 0, failed: 0, skipped: 0 };

export function addCounts(a: ItemCounts, b: ItemCounts): ItemCounts {
  return { done: a.done + b.done, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** `run#<workflow>#<runId>` / `run` */
export interface RunRecord {
  readonly runId: string;
  readonly workflow: string;
  /** The name of the latest attempt's execution. */
  readonly execution: string;
  readonly status: "RUNNING" | "SUCCEEDED" | "FAILED";
  readonly startedAt: string;
  /** When the plan of the latest attempt was complete. Absent before, and in runs of the version before. */
  readonly plannedAt?: string;
  /** The latest execution whose plan was complete: its plan says which stages the run's chunks have. Absent as `plannedAt`, but kept by a resume. */
  readonly plannedBy?: string;
  /** When closing the latest attempt began. From then on no container of it may begin. */
  readonly closingAt?: string;
  readonly endedAt?: string;
  /** Of all attempts; 0 until the run is planned. */
  readonly chunks: number;
  /** S3 key prefix of the manifest of the latest attempt's latest round; ends in `/`. Absent until it is planned. */
  readonly manifest?: string;
  /** The rounds of the latest attempt, in order. Absent if none of its chunks was submitted again with more memory. */
  readonly rounds?: readonly MemoryRound[];
  readonly reason?: string;
  readonly jobs?: readonly Readonly<Record<string, string>>[];
  /** The stages of the latest plan, in their order. Absent until it is planned, and in runs of the version before. */
  readonly stages?: readonly string[];
  /** How its tenants ended. From here on: set when the run is closed, also a stopped one. Absent in runs of the version before. */
  readonly tenants?: TenantCounts;
  readonly chunksFailed?: number;
  /** Stage → what its containers used, of all tenants and attempts. */
  readonly usage?: Readonly<Record<string, StageUsage>>;
  /** Who copied a tenant's data to reproduce a stage, oldest first. */
  readonly reproductions?: readonly Reproduction[];
  /** Epoch seconds: DynamoDB's TTL attribute. */
  readonly expiresAt: number;
}

/** Chunks whose containers of a stage ran out of memory, and what they get. */
export interface GrownStage {
  readonly stage: string;
  readonly chunks: number;
  readonly fromMiB: number;
  readonly toMiB: number;
}

/** A round in the run's record: see memory-rounds.ts. */
export interface MemoryRound {
  /** ISO 8601. */
  readonly at: string;
  readonly grown: readonly GrownStage[];
}

/** Tenants of a run by how they ended. */
export interface TenantCounts {
  readonly succeeded: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Somebody copied what a stage of a chunk reads, to run it on another machine. */
export interface Reproduction {
  /** ARN of the caller. */
  readonly by: string;
  readonly at: string;
  readonly tenant: string;
  readonly stage: string;
  readonly chunk: number;
}

/** `workflow#<name>` / `run#<startedAt>#<runId>`: a workflow's runs in order of time. It is written when the run is claimed, and expires with it. */
export interface RunEntry {
  readonly runId: string;
  readonly workflow: string;
  readonly startedAt: string;
  /** Of the run's first attempt. */
  readonly execution: string;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

/** `run#<workflow>#<runId>` / `stopped#<execution>`: the execution ended before it was planned, so nobody may plan it any more. */
export interface StoppedRecord {
  readonly execution: string;
  readonly stoppedAt: string;
  readonly reason: string;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

/** A record is NOT_STARTED if its run was closed before the stage began. */
export type ChunkStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "INTERRUPTED" | "NOT_STARTED";

/** `chunk#<workflow>#<runId>#<index>` / `<stage>`: one stage of one chunk. */
export interface ChunkRecord {
  readonly workflow: string;
  readonly runId: string;
  readonly tenant: string;
  readonly chunk: number;
  readonly stage: string;
  readonly status: ChunkStatus;
  /** How many times the stage was started. */
  readonly attempts: number;
  /** The attempt that owns the record; once it has SUCCEEDED, the one whose outputs count. Absent: of the layout before attempts. */
  readonly attempt?: string;
  /** The execution of that attempt. */
  readonly execution?: string;
  /**
   * The seals: executions that were closed before the stage had succeeded. None of their containers may change the record. A resume adds
   * its own, and the earlier ones stay; see `unsealed`.
   */
  readonly closedBy?: ReadonlySet<string>;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly items: ItemCounts;
  /** The number of items, once the stage knows it. */
  readonly total?: number;
  /** The result in a few words for people, from stages that return one. */
  readonly result?: string;
  /** Why the stage failed; for a crash, the first line of the error. */
  readonly error?: string;
  /** The first item failures. The object at `failuresKey` has all of them. */
  readonly failures?: readonly ItemFailure[];
  readonly failuresKey?: string;
  readonly logGroup?: string;
  readonly logStream?: string;
  readonly jobId?: string;
  /** The starts of the stage, oldest first, the last `triesKeptInRecord`. Absent in records of the version before. */
  readonly tries?: readonly StageTry[];
  /** Where the stage's own code threw an error that it does not throw on purpose, in its TypeScript source. @example "workflows/prices/stages/fetch.ts:12:9" */
  readonly where?: string;
  /** The worker's latest sign of life. */
  readonly heardAt?: string;
  readonly expiresAt: number;
}

/** How a start of a stage may end. */
export const tryOutcomes = [
  "SUCCEEDED",
  /** The stage failed and said so, or ended with a code that is none of Batchline's. */
  "FAILED",
  /** It got SIGTERM, and ended in time. */
  "INTERRUPTED",
  /** AWS took the instance back. */
  "RECLAIMED",
  "OUT_OF_MEMORY",
  /** It took longer than its stage may. */
  "TIMED_OUT",
  /** Something else ended its process. */
  "KILLED",
  /** Its job ended before a container ran: no instance, no image, no secret. */
  "NEVER_STARTED",
] as const;

export type TryOutcome = (typeof tryOutcomes)[number];

/** One start of a stage by Batch. The worker writes it; closing a run completes what a dead container could not write. */
export interface StageTry {
  /** `<job id>-<number>`, as `ChunkRecord.attempt`. */
  readonly attempt: string;
  readonly startedAt: string;
  /** Absent while it runs, and where nobody knows. */
  readonly endedAt?: string;
  /** Absent while it runs. */
  readonly outcome?: TryOutcome;
  /** For people. */
  readonly reason?: string;
  readonly exitCode?: number;
  /** The stage's own exit code. Absent: `exitCode` is it. The container ends with another when its failures are used up. */
  readonly ownExitCode?: number;
  readonly logStream?: string;
  /** The EC2 instance's. Absent: not known. @example "c7g.large" */
  readonly instanceType?: string;
  /** Whether the instance is a Spot instance. Absent: not known. */
  readonly spot?: boolean;
  /** What the container had. */
  readonly vcpus?: number;
  readonly memoryMiB?: number;
  /** What its processes used. */
  readonly cpuSeconds?: number;
  /** The most memory at any time. */
  readonly peakMiB?: number;
}

/** The most tries in a chunk record: two jobs of ten starts. */
export const triesKeptInRecord = 20;

export interface ItemFailure {
  /** The item, such as an image's URL. */
  readonly item: string;
  /** For people. */
  readonly reason: string;
}

/** The most item failures in a chunk record. */
export const failuresKeptInRecord = 20;

type TenantStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "SKIPPED";

/** `run#<workflow>#<runId>` / `tenant#<id>`, and the same, without TTL, as history: `tenant#<id>#<workflow>` / `<runId>`. */
export interface TenantRecord {
  readonly runId: string;
  readonly workflow: string;
  readonly tenant: string;
  readonly status: TenantStatus;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly chunks: number;
  readonly chunksFailed?: number;
  /** Stage → items in all of the tenant's chunks. */
  readonly items?: Readonly<Record<string, ItemCounts>>;
  /** The whole seconds that the successful stages of its chunks took together, each in its last attempt. Absent until the run is closed. */
  readonly workSeconds?: number;
  /** Stage → what the containers of its chunks used. Absent until the run is closed, and in records of the version before. */
  readonly usage?: Readonly<Record<string, StageUsage>>;
  /** Why it was skipped, or the first failure. */
  readonly reason?: string;
  /** Only on the run's own item. */
  readonly expiresAt?: number;
}

/** How long the items of a run are kept, in seconds: 90 days. */
export const runRetentionSeconds = 90 * 24 * 3600;

/** `workflow#<name>` / `last-success#<tenant>`: for `skipIfSucceededWithin` and the size of chunks. */
export interface LastSuccessRecord {
  readonly tenant: string;
  readonly runId: string;
  /** The start of the run. A success of an older run does not replace it. Absent in records of the version before. */
  readonly startedAt?: string;
  /** The end of the tenant's last stage. */
  readonly endedAt: string;
  /** The tenant's latest successful runs, at most `runsRemembered`, oldest first. */
  readonly work?: readonly RunWork[];
  /** In records older than `work`: the work of the one run. */
  readonly workSeconds?: number;
}

/** The number of runs in `work`: odd, for a median, and small, so that changes show soon. */
export const runsRemembered = 5;

/** The time and the items of a tenant's chunks in a run. */
export interface RunWork {
  readonly runId: string;
  /** As in the tenant's record. */
  readonly workSeconds: number;
  /** Of the stage with the most items. */
  readonly items: ItemCounts;
}

/** `workflow#<name>` / `lock`: at most one run of a workflow at a time. It holds as long as its execution lives. */
export interface LockRecord {
  readonly runId: string;
  readonly execution: string;
  readonly acquiredAt: string;
  /** Epoch seconds. Only planners of the version before look at it; see `neverExpires`. */
  readonly expiresAt?: number;
}

/**
 * A lock's `expiresAt`, in epoch seconds: the year 2100. Executions that waited during the upgrade plan with the version before, which
 * writes this time into its message and takes a lock that has expired.
 */
export const neverExpires = Date.UTC(2100) / 1000;

/** `workflow#<name>` / `scheduled#<schedule>`: a time of a schedule is planned once. */
export interface ScheduledRecord {
  /** ISO 8601. */
  readonly scheduledAt: string;
  /** The execution that planned it. */
  readonly execution: string;
}

/** `task#<ECS task id>` / `proof`: a container's proof is used once, and none after a later one. */
export interface ProofRecord {
  /** The proof's time, in milliseconds since the epoch. */
  readonly at: number;
  /** Epoch seconds: DynamoDB's TTL attribute. */
  readonly expiresAt: number;
}
