import type { ItemCounts, ItemFailure, StageTry } from "../../contract/records.ts";
import type { CommandView } from "./command.ts";
import type { ChunkStatusName } from "./matrix.ts";

/** One chunk, for its detail. */
export interface ChunkView {
  readonly chunk: number;
  readonly tenant: string;
  readonly stages: readonly ChunkStageView[];
  /** Such as `logs`, `rerun` and `reproduce` for this chunk. */
  readonly commands: readonly CommandView[];
}

/** One stage of one chunk. */
export interface ChunkStageView {
  readonly stage: string;
  readonly status: ChunkStatusName;
  readonly items: ItemCounts;
  readonly total?: number;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly heardAt?: string;
  /** Its first cause, in a sentence. */
  readonly cause?: string;
  readonly advice?: string;
  /** `file:line:column` of the stage's own error. */
  readonly where?: string;
  /** The result in a few words. */
  readonly result?: string;
  /** The first items that failed. */
  readonly failures?: readonly ItemFailure[];
  /** Oldest first. */
  readonly tries: readonly StageTry[];
  /** The last lines of the latest try's log. Absent if there is none, or until it is asked for. */
  readonly logTail?: readonly LogLine[];
}

export interface LogLine {
  readonly at: string;
  readonly line: string;
}
