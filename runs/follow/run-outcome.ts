import type { DescribeExecutionCommandOutput } from "@aws-sdk/client-sfn";
import { must } from "@batchline/diagnostics";
import type { ChunkRecord, RunRecord, TenantRecord } from "../../contract/records.ts";
import { RunsFailure } from "../errors.ts";
import { reasonOf } from "../records/execution-failure.ts";
import type { OpenRun } from "../records/open-run.ts";

/** So many records of stages are read without being asked for; of a larger run Batch's counts are enough. A request reads 100. */
export const fewRecords = 1000;

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
  /** The last lines of the function that ended the execution, if that died. */
  readonly said?: readonly string[];
}

/** The outcome of an execution that has ended, with the records of its run. */
export function outcomeOf(
  execution: DescribeExecutionCommandOutput,
  records: Pick<RunOutcome, "workflow" | "runId" | "stages" | "tenants" | "chunks" | "run" | "said">,
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

/** The outcome of a run whose execution Step Functions no longer has, by its records alone.
 * @throws {RunsFailure} BL-O022 if they do not say how it ended */
export async function recordedOutcome(open: OpenRun): Promise<RunOutcome> {
  const { workflow, runId, stages, executionArn, run } = open;
  if (run?.endedAt === undefined)
    throw new RunsFailure(
      "BL-O022",
      `Step Functions does not know the execution of ${runId}, nor how it ended`,
    );
  return {
    ...{ workflow, runId, stages, executionArn, run },
    status: run.status,
    reason: run.reason ?? "",
    startedAt: new Date(run.startedAt),
    endedAt: new Date(run.endedAt),
    tenants: await open.tenants(),
    chunks: run.chunks * stages.length > fewRecords ? undefined : await open.chunks(),
  };
}
