import { StopExecutionCommand } from "@aws-sdk/client-sfn";
import { duration } from "@batchline/diagnostics";
import { tableKeys } from "../../contract/record-keys.ts";
import type { LockRecord, RunRecord, StoppedRecord } from "../../contract/records.ts";
import { RunsFailure } from "../errors.ts";
import { pauseFor, type Steadiness, steadily } from "../follow/steadily.ts";
import type { OpenRun } from "../records/open-run.ts";
import { RecordReader } from "../records/record-reader.ts";

interface Stopping extends Steadiness {
  /** Why, for people. Step Functions keeps it. */
  readonly cause: string;
}

/** How long a run may take to be closed, in milliseconds. Its containers have 30 s to end, and Batch reports it late. */
const longestMs = 10 * 60_000;

/**
 * Stops a run's execution, and waits until what it left has ended: jobs are terminated, records closed, the workflow's lock released. The
 * function `stopped` does it. Returns false if the run had ended before.
 * @throws {RunsFailure} BL-O020 if the run is not closed in ten minutes
 * @example const stopped = await stopRun(await findRun(stack, "20261128T0300"), { signal, say, cause: "wrong prices" });
 */
export async function stopRun(run: OpenRun, { cause, ...steadiness }: Stopping): Promise<boolean> {
  const { signal, say, now = Date.now, pause = (ms: number) => pauseFor(ms, signal) } = steadiness;
  const { stack, executionArn } = run;
  const execution = await steadily(() => run.execution(), steadiness);
  const isAlive = execution?.status === "RUNNING" || execution?.status === "PENDING_REDRIVE";
  if (isAlive) {
    await steadily(
      () => stack.clients.sfn.send(new StopExecutionCommand({ executionArn, cause })),
      steadiness,
    );
    say("its execution is stopped; waiting until its jobs have ended and its records are closed");
  } else if (await steadily(() => isClosed(run), steadiness)) return false;
  else say("its execution has ended; waiting until its jobs have ended and its records are closed");
  const since = now();
  while (!(await steadily(() => isClosed(run), steadiness))) {
    if (now() - since > longestMs) {
      throw new RunsFailure(
        "BL-O020",
        `the execution of ${run.runId} has ended, but ${duration(longestMs)} later the run is not closed. ` +
          "The function stopped tries again every 15 minutes: look at its log",
      );
    }
    await pause(stack.pollMs);
  }
  return true;
}

/** Whether nothing of the run's execution is left: its run is closed, or can no longer be planned, and it has no lock. */
async function isClosed({ stack, workflow, runId, executionName }: OpenRun): Promise<boolean> {
  const records = new RecordReader(stack.clients.dynamodb, stack.outputs.table);
  const lock = await records.get<LockRecord>(tableKeys.lock(workflow));
  if (lock?.execution === executionName) return false;
  const run = await records.get<RunRecord>(tableKeys.run(workflow, runId));
  if (run?.execution === executionName) return run.status !== "RUNNING";
  return (await records.get<StoppedRecord>(tableKeys.stopped(workflow, runId, executionName))) !== undefined;
}
