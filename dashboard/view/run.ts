import type { ItemCounts } from "../../contract/records.ts";
import type { StageUsage } from "../../contract/stage-usage.ts";
import type { ActionsView } from "./actions.ts";
import type { CommandView } from "./command.ts";
import type { ChunkStatusName, MatrixView, TimelineView } from "./matrix.ts";
import type { RunRow } from "./runs.ts";

/** One run, for its page. */
export interface RunView {
  readonly run: RunRow;
  /** When the server read the records. */
  readonly readAt: string;
  /** The chunks are still being read: all seem to wait. A large run is shown before. */
  readonly isIncomplete?: true;
  /** In the order in which a chunk passes them. `matrix` and `timeline` name a stage by its place here. */
  readonly stages: readonly StageView[];
  /** In the order of their first chunks; tenants that were skipped come last. */
  readonly tenants: readonly TenantRow[];
  /** What else is worth knowing: memory that grew on retry, a queue that is full, a run that others continue. */
  readonly notices: readonly NoticeView[];
  readonly matrix: MatrixView;
  readonly timeline: TimelineView;
  /** Absent if the definition can't be read any more. */
  readonly machine?: MachineView;
  readonly actions: ActionsView;
  /** Commands that help with this run, such as `why`, `logs` and `follow`. */
  readonly commands: readonly CommandView[];
}

/** One stage of a run. */
export interface StageView {
  readonly stage: string;
  /** The stages before it. */
  readonly needs: readonly string[];
  /** Nodes of a multi-node job. */
  readonly nodes?: number;
  /** How many chunks have each status. */
  readonly counts: Readonly<Record<ChunkStatusName, number>>;
  /** Items of all chunks so far. */
  readonly items: ItemCounts;
  /** Items of the chunks that know their total, and of those that ended; absent if none knows. */
  readonly total?: number;
  /** What a container has. */
  readonly vcpus?: number;
  readonly memoryMiB?: number;
  /** The latest sign of life of any container of it. */
  readonly heardAt?: string;
  /** Of the whole stage. Absent until the run is closed. */
  readonly usage?: StageUsage;
}

/** A tenant's outcome in a run. */
export interface TenantRow {
  readonly tenant: string;
  readonly status: "WAITING" | "RUNNING" | "SUCCEEDED" | "FAILED" | "SKIPPED";
  /** 0 for a tenant that was skipped. */
  readonly chunks: number;
  readonly chunksFailed: number;
  /** Chunks whose last stage has succeeded. */
  readonly chunksDone: number;
  /** Done and skipped by the last stage that has begun, failed in any stage. */
  readonly items: ItemCounts;
  /** Seconds that its stages worked, summed over chunks. */
  readonly workSeconds?: number;
  /** Why it was skipped, or its first failure. */
  readonly reason?: string;
}

/** A sentence above a run's page. */
export interface NoticeView {
  readonly level: "info" | "warning";
  readonly sentence: string;
  readonly command?: string;
}

/** The state machine, and where its execution is. */
export interface MachineView {
  /** An SVG element of class `asl`. Each state is a `g` whose `title` is the state's name. Its style sheet is the page's. */
  readonly svg: string;
  /** State → what the execution did in it. Absent: not entered. */
  readonly states: Readonly<Record<string, StateView>>;
}

export interface StateView {
  /** `current` while the execution is in it, also in only one of a map's iterations. */
  readonly status: "current" | "succeeded" | "failed";
  /** How often it was entered. */
  readonly entered: number;
}
