import type { ChunkStatusName } from "../../view/matrix.ts";
import type { TenantRow } from "../../view/run.ts";
import type { RunStatus } from "../../view/runs.ts";

/** A drawn status: its colour and its shape, so that no status is known by colour alone. */
export type Mark =
  | "succeeded"
  | "failed"
  | "running"
  | "interrupted"
  | "memory"
  | "waiting"
  | "notStarted"
  | "skipped";

/** Each status of a chunk in a stage, as the page writes and draws it: what is over comes first. */
export const chunkStatuses: readonly {
  readonly name: ChunkStatusName;
  readonly words: string;
  readonly mark: Mark;
}[] = [
  { name: "succeeded", words: "succeeded", mark: "succeeded" },
  { name: "failed", words: "failed", mark: "failed" },
  { name: "moreMemory", words: "retried with more memory", mark: "memory" },
  { name: "interrupted", words: "interrupted", mark: "interrupted" },
  { name: "running", words: "running", mark: "running" },
  { name: "notStarted", words: "not started", mark: "notStarted" },
  { name: "waiting", words: "waiting", mark: "waiting" },
];

/** The status with this name. */
export function chunkStatus(name: ChunkStatusName) {
  const found = chunkStatuses.find((status) => status.name === name);
  if (found === undefined) throw new TypeError(`no chunk status ${name}`);
  return found;
}

/** How a run's status is written and drawn. */
export const runStatuses: Readonly<Record<RunStatus, { readonly words: string; readonly mark: Mark }>> = {
  RUNNING: { words: "running", mark: "running" },
  SUCCEEDED: { words: "succeeded", mark: "succeeded" },
  FAILED: { words: "failed", mark: "failed" },
  TIMED_OUT: { words: "timed out", mark: "failed" },
  ABORTED: { words: "stopped", mark: "interrupted" },
};

/** How a tenant's status is written and drawn. */
export const tenantStatuses: Readonly<
  Record<TenantRow["status"], { readonly words: string; readonly mark: Mark }>
> = {
  FAILED: { words: "failed", mark: "failed" },
  RUNNING: { words: "running", mark: "running" },
  WAITING: { words: "waiting", mark: "waiting" },
  SUCCEEDED: { words: "succeeded", mark: "succeeded" },
  SKIPPED: { words: "skipped", mark: "skipped" },
};
