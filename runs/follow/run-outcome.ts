import type { DescribeExecutionCommandOutput } from "@aws-sdk/client-sfn";
import { must } from "@batchline/diagnostics";
import type { ChunkRecord, RunRecord, TenantRecord } from "../../contract/records.ts";
import { reasonOf } from "../records/execution-failure.ts";

/** A run whose execution has ended. */
export interface RunOutcome {
  readonly workflow: string;
  readonly runId: string;
  readonly executionArn: string;
  /** In Step Functions' words: SUCCEEDED, FAILED, TIMED_OUT or ABORTED. */
  readonly status: string;
  /** Why it ended so, for a person; empty when unknown. */
  readonly reason: string;
  /** Of the execution. */
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** In the order of their run. */
  readonly stages: readonly string[];
  readonly tenants: readonly TenantRecord[];
  /** Undefined if they are too many to be read without being asked for. */
  readonly chunks: readonly ChunkRecord[] | undefined;
  /** Undefined if the execution ended before its planning began. */
  readonly run: RunRecord | undefined;
}

/** The outcome of an execution that has ended, with the records of its run. */
export function outcomeOf(
  execution: DescribeExecutionCommandOutput,
  records: Pick<RunOutcome, "workflow" | "runId" | "stages" | "tenants" | "chunks" | "run">,
): RunOutcome {
  const [reason = ""] = [reasonOf(execution), records.run?.reason].filter(Boolean);
  return {
    ...records,
    executionArn: must(execution.executionArn, "an execution has an ARN"),
    status: must(execution.status, "an execution has a status"),
    reason,
    startedAt: must(execution.startDate, "an execution has a start"),
    endedAt: must(execution.stopDate, "an execution that ended has an end"),
  };
}
