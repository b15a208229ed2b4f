import { addCounts, type ItemCounts, noItems } from "../../contract/records.ts";
import type { StageUsage } from "../../contract/stage-usage.ts";
import { addUsages } from "../../contract/usage-sums.ts";
import type { ChunkOutcome, Failure } from "./chunk-outcome.ts";

/** Adds up a tenant's chunks. */
export class TenantTally {
  chunks = 0;
  chunksFailed = 0;
  readonly items: Record<string, ItemCounts> = {};
  /** Total time of the successful stages of all chunks, each in its last attempt; milliseconds. */
  workMs = 0;
  /** Stage → what the tries of all chunks had and used. */
  usage: Readonly<Record<string, StageUsage>> = {};
  /** The first cause. Complete once all unexplained stages are explained. */
  firstFailure: Failure | undefined;
  /** ISO 8601; undefined if no stage of any chunk ended. */
  lastEnd: string | undefined;

  add(outcome: ChunkOutcome): void {
    this.chunks += 1;
    if (outcome.failures.length + outcome.unexplained.length > 0) this.chunksFailed += 1;
    for (const [stage, counts] of Object.entries(outcome.items)) {
      this.items[stage] = addCounts(this.items[stage] ?? noItems, counts);
    }
    this.usage = addUsages(this.usage, outcome.usage);
    this.workMs += outcome.workMs;
    this.#endedAt(outcome.lastEnd);
    for (const failure of outcome.failures) this.fail(failure);
  }

  /** Adds a cause of failure. Keeps the earliest; if several have the same time, the first chunk's. */
  fail(failure: Failure): void {
    this.#endedAt(failure.at);
    const first = this.firstFailure;
    if (first === undefined || earlier(failure, first)) this.firstFailure = failure;
  }

  #endedAt(at: string | undefined): void {
    if (at !== undefined && (this.lastEnd === undefined || at > this.lastEnd)) this.lastEnd = at;
  }
}

function earlier(a: Failure, b: Failure): boolean {
  return a.at < b.at || (a.at === b.at && a.chunk < b.chunk);
}
