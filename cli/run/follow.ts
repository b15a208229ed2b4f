import { setTimeout as delay } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { must } from "@batchline/diagnostics";
import type { RunInput } from "../../contract/plan.ts";
import type { ChunkRecord, RunRecord, TenantRecord } from "../../contract/records.ts";
import { reasonOf } from "../../runs/records/execution-failure.ts";
import { RunTable } from "../../runs/records/run-table.ts";
import type { Target } from "../../runs/stack/target.ts";
import type { ResultFolder } from "../../workflow-kit/at-deploy/declaration.ts";

export interface RunOutcome {
  readonly runId: string;
  readonly executionArn: string;
  /** In Step Functions' words: SUCCEEDED, FAILED, TIMED_OUT or ABORTED. */
  readonly status: string;
  /** Why it ended so, for a person; empty when unknown. */
  readonly reason: string;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly tenants: readonly TenantRecord[];
  readonly chunks: readonly ChunkRecord[];
  readonly run: RunRecord | undefined;
}

/** A run that has ended. */
export interface FinishedRun {
  /** The workflow's name. */
  readonly workflow: string;
  readonly stages: readonly string[];
  /** Where the workflow leaves its results. */
  readonly results: readonly ResultFolder[];
  readonly outcome: RunOutcome;
}

/** Starts an execution and follows it to its end. The signal stops the polling, not the run.
 * @throws errors of the AWS SDK, and the signal's reason */
export async function startAndFollow(
  target: Target,
  {
    stateMachineArn,
    workflow,
    stages,
    runId,
    input,
    onProgress,
    signal,
  }: {
    readonly stateMachineArn: string;
    /** The workflow's name, and its stages'. */
    readonly workflow: string;
    readonly stages: readonly string[];
    readonly runId: string;
    readonly input: RunInput;
    /** Called after each poll. `run` is undefined until the plan is made. */
    readonly onProgress: (run: RunRecord | undefined, chunks: readonly ChunkRecord[]) => void;
    readonly signal: AbortSignal;
  },
): Promise<RunOutcome> {
  const sfn = new SFNClient(target.client);
  const dynamodb = new DynamoDBClient(target.client);
  const table = new RunTable(dynamodb, target.outputs.table, workflow, runId);
  try {
    const start = { stateMachineArn, name: runId, input: JSON.stringify(input) };
    const started = await sfn.send(new StartExecutionCommand(start));
    const executionArn = must(started.executionArn, "StartExecution returns an ARN");
    for (;;) {
      const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      const run = await table.run();
      const chunks = await table.chunks(run?.chunks ?? 0, stages);
      onProgress(run, chunks);
      if (execution.status !== "RUNNING") {
        const [reason = ""] = [reasonOf(execution), run?.reason].filter(Boolean);
        return {
          runId,
          executionArn,
          status: must(execution.status, "an execution has a status"),
          reason,
          startedAt: must(execution.startDate, "an execution has a start"),
          endedAt: must(execution.stopDate, "an execution that ended has an end"),
          tenants: await table.tenants(),
          chunks,
          run,
        };
      }
      // Many chunks are many records: poll less often, so that polling costs little beside the run itself.
      const pauseMs = target.pollMs * Math.max(1, Math.ceil(chunks.length / 1000));
      await delay(pauseMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  } finally {
    sfn.destroy();
    dynamodb.destroy();
  }
}
