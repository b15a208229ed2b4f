import type { ChunkRecord } from "../../contract/records.ts";
import { type ChunkStatusName, chunkStatusCodes, type MatrixView } from "../view.ts";
import type { RunFacts } from "./run-facts.ts";

const waiting = chunkStatusCodes.waiting.charCodeAt(0);
const notStarted = chunkStatusCodes.notStarted.charCodeAt(0);
const succeeded = chunkStatusCodes.succeeded.charCodeAt(0);

/** The statuses of all chunks in all stages. */
export function columnsOf({ run, plan, stages, chunks, hasChunks }: RunFacts): Omit<MatrixView, "tenantOf"> {
  const count = Math.max(run?.chunks ?? 0, 1 + chunks.reduce((last, { chunk }) => Math.max(last, chunk), -1));
  const place = new Map(stages.map((stage, index) => [stage, index]));
  const columns = stages.map(() => new Uint8Array(count).fill(waiting));
  const tries: Record<number, number>[] = stages.map(() => ({}));
  for (const record of chunks) {
    const index = place.get(record.stage);
    const column = index === undefined ? undefined : columns[index];
    const often = index === undefined ? undefined : tries[index];
    if (column === undefined || often === undefined) continue;
    column[record.chunk] = chunkStatusCodes[statusOf(record)].charCodeAt(0);
    const started = Math.max(record.attempts, record.tries?.length ?? 0);
    if (started > 1) often[record.chunk] = started;
  }
  for (const [index, stage] of stages.entries()) {
    const needed = (plan?.stages?.[stage]?.needs ?? []).flatMap(
      (name) => columns[place.get(name) ?? -1] ?? [],
    );
    blockAfterFailure(columns[index], needed, hasChunks && run?.status !== "RUNNING");
  }
  const text = (column: Uint8Array) => Buffer.from(column).toString("latin1");
  return { chunks: count, columns: columns.map(text), tries };
}

/** A chunk that waits will never begin after a stage that failed, and none will once the run has ended. */
function blockAfterFailure(
  column: Uint8Array | undefined,
  needed: readonly Uint8Array[],
  ended: boolean,
): void {
  const failed = chunkStatusCodes.failed.charCodeAt(0);
  column?.forEach((code, chunk) => {
    if (code !== waiting) return;
    const blocked = needed.some((before) => before[chunk] === failed || before[chunk] === notStarted);
    if (ended || blocked) column[chunk] = notStarted;
  });
}

/** The status of a stage of a chunk, by its record. */
export function statusOf({ status, tries }: Pick<ChunkRecord, "status" | "tries">): ChunkStatusName {
  switch (status) {
    case "RUNNING":
      return "running";
    case "SUCCEEDED":
      return "succeeded";
    case "FAILED":
      return "failed";
    case "NOT_STARTED":
      return "notStarted";
    case "INTERRUPTED":
      return tries?.at(-1)?.outcome === "OUT_OF_MEMORY" ? "moreMemory" : "interrupted";
  }
}

const statusNames = Object.keys(chunkStatusCodes) as ChunkStatusName[];

/** How many chunks of a column have each status. */
export function countsOf(column: string): Readonly<Record<ChunkStatusName, number>> {
  const counts = {
    waiting: 0,
    running: 0,
    succeeded: 0,
    failed: 0,
    interrupted: 0,
    notStarted: 0,
    moreMemory: 0,
  };
  for (const code of column) {
    const name = statusNames.find((each) => chunkStatusCodes[each] === code);
    if (name !== undefined) counts[name] += 1;
  }
  return counts;
}

/** Whether every stage of the chunk has succeeded. */
export const isDone = (columns: readonly string[], chunk: number) =>
  columns.every((column) => column.charCodeAt(chunk) === succeeded);
