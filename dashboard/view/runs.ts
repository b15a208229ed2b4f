import type { TenantCounts } from "../../contract/records.ts";

/** In Step Functions' words. */
export type RunStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

/** The list of runs, newest first. */
export interface RunsView {
  readonly runs: readonly RunRow[];
  /** Older runs exist that the list leaves out. */
  readonly hasMore: boolean;
  /** The filters that the list was made with. */
  readonly filters: RunFilters;
}

/** Filters of the list of runs, each optional; also the query of its address. */
export interface RunFilters {
  readonly workflow?: string;
  readonly tenant?: string;
  readonly status?: RunStatus;
  /** ISO 8601: only runs that started then or later. */
  readonly since?: string;
}

/** One run in the list, and the head of its page. */
export interface RunRow {
  readonly workflow: string;
  readonly runId: string;
  readonly status: RunStatus;
  readonly startedAt: string;
  readonly endedAt?: string;
  /** Absent until the run is closed. */
  readonly tenants?: TenantCounts;
  /** 0 until the run is planned. */
  readonly chunks: number;
  readonly chunksFailed?: number;
  /** Why it ended so, or what it waits for, in a sentence. */
  readonly reason?: string;
  /** An estimate of what its instances cost, in US dollars. */
  readonly estimatedUsd?: number;
}
