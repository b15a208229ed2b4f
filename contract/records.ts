/** Shapes of the items in the DynamoDB table. Keys come from `keys.ts`; times are ISO 8601. */

export interface ItemCounts {
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
}

export const noItems: ItemCounts = { done: 0, failed: 0, skipped: 0 };

export function addCounts(a: ItemCounts, b: ItemCounts): ItemCounts {
  return { done: a.done + b.done, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** `run#<runId>` / `run` */
export interface RunRecord {
  readonly runId: string;
  readonly workflow: string;
  /** The latest attempt's execution name. */
  readonly execution: string;
  readonly status: "RUNNING" | "SUCCEEDED" | "FAILED";
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly chunks: number;
  readonly manifest: string;
  readonly reason?: string;
  readonly jobs?: readonly Readonly<Record<string, string>>[];
  /** Epoch seconds: DynamoDB's TTL attribute. */
  readonly expiresAt: number;
}

export type ChunkStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "INTERRUPTED";

/** `run#<runId>` / `chunk#<index>#<stage>`: one stage of one chunk. */
export interface ChunkRecord {
  readonly runId: string;
  readonly tenant: string;
  readonly chunk: number;
  readonly stage: string;
  readonly status: ChunkStatus;
  /** How often the stage was started. */
  readonly attempts: number;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly items: ItemCounts;
  /** How many items the stage has before it, once it knows. */
  readonly total?: number;
  /** What came of it, in a few words for a person; only of a stage that has more to say than its items. */
  readonly result?: string;
  /** Why the stage failed; for a crash the first line of the error. */
  readonly error?: string;
  /** The first few item failures; all of them are in `failuresKey`. */
  readonly failures?: readonly ItemFailure[];
  readonly failuresKey?: string;
  readonly logGroup?: string;
  readonly logStream?: string;
  readonly jobId?: string;
  readonly expiresAt: number;
}

export interface ItemFailure {
  /** What failed: an image's URL, a product's id. */
  readonly item: string;
  /** Why, for a person. */
  readonly reason: string;
}

/** How many item failures a chunk record keeps itself. */
export const failuresKeptInRecord = 20;

export type TenantStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "SKIPPED";

/** `run#<runId>` / `tenant#<id>`, and the same, without TTL, as history: `tenant#<id>#<workflow>` / `<runId>`. */
export interface TenantRecord {
  readonly runId: string;
  readonly workflow: string;
  readonly tenant: string;
  readonly status: TenantStatus;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly chunks: number;
  readonly chunksFailed?: number;
  /** Stage → its items over the tenant's chunks. */
  readonly items?: Readonly<Record<string, ItemCounts>>;
  /** How long its chunks' stages that succeeded took together, each in its last attempt; whole seconds. Absent until the run is closed. */
  readonly workSeconds?: number;
  /** Why it was skipped or what failed first. */
  readonly reason?: string;
  /** Only on the run's own item. */
  readonly expiresAt?: number;
}

/** How long a run's items are kept: 90 days, in seconds. */
export const runRetentionSeconds = 90 * 24 * 3600;

/** `workflow#<name>` / `last-success#<tenant>`: what `skipIfSucceededWithin` and the size of chunks go by. */
export interface LastSuccessRecord {
  readonly tenant: string;
  readonly runId: string;
  /** When the tenant's last stage ended. */
  readonly endedAt: string;
  /** The latest runs that succeeded for the tenant, at most `runsRemembered`, oldest first. */
  readonly work?: readonly RunWork[];
  /** Only in a record from before `work`: that of the one run. */
  readonly workSeconds?: number;
}

/** How many runs' work is remembered: an odd number, so that one is in the middle, and few, so that what is new soon counts. */
export const runsRemembered = 5;

/** How long a tenant's chunks worked in a run, and on how much. */
export interface RunWork {
  readonly runId: string;
  /** As in the tenant's record. */
  readonly workSeconds: number;
  /** Of the stage that had the most items. */
  readonly items: ItemCounts;
}

/** `workflow#<name>` / `lock`: no two runs of one workflow at once. */
export interface LockRecord {
  readonly runId: string;
  readonly execution: string;
  readonly acquiredAt: string;
  /** Epoch seconds, the TTL attribute: from then on another run may take the lock over. */
  readonly expiresAt: number;
}

/** `workflow#<name>` / `scheduled#<schedule>`: no time of a schedule is planned twice. */
export interface ScheduledRecord {
  /** ISO 8601. */
  readonly scheduledAt: string;
  /** The execution that has planned it. */
  readonly execution: string;
}
