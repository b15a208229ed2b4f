import type { ChunkRecord } from "../../contract/records.ts";

/** The log of one container: of one attempt at a stage of a chunk. */
export interface StageLog {
  readonly tenant: string;
  readonly chunk: number;
  readonly stage: string;
  /** Counted from 1, in the order of their starts. */
  readonly attempt: number;
  readonly group: string;
  readonly stream: string;
  /** No more lines will follow. */
  readonly isEnded: boolean;
}

/** The logs that a record names: of all its attempts, the oldest first. None for a stage that no container began. */
export function logsOf(record: ChunkRecord): StageLog[] {
  const { tenant, chunk, stage, logGroup: group, logStream, attempts, tries = [], status } = record;
  if (group === undefined) return [];
  const isEnded = status !== "RUNNING";
  const by = { tenant, chunk, stage, group };
  // A record keeps the last tries only.
  const first = Math.max(attempts, tries.length) - tries.length + 1;
  const ofTries = tries.flatMap(({ logStream: stream, outcome }, at): StageLog[] =>
    stream === undefined
      ? []
      : [{ ...by, attempt: first + at, stream, isEnded: isEnded || outcome !== undefined }],
  );
  const isListed = logStream === undefined || ofTries.some(({ stream }) => stream === logStream);
  return isListed ? ofTries : [...ofTries, { ...by, attempt: attempts, stream: logStream, isEnded }];
}
