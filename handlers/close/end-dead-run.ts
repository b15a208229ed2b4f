import type { SFNClient } from "@aws-sdk/client-sfn";
import { jobsOfRun } from "../../contract/job-names.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { LockRecord, RunRecord } from "../../contract/records.ts";
import type { SummaryResult } from "../../contract/summary.ts";
import { adoptRun } from "../earlier-layout/adopt-run.ts";
import { earlierJobsOfRun } from "../earlier-layout/earlier-jobs.ts";
import type { Claim } from "../storage/claim.ts";
import { type ExecutionFacts, executionFacts, isAlive, isYoung } from "../storage/executions.ts";
import { releaseLock } from "../storage/lock.ts";
import { leaveTombstone } from "../storage/owned-run.ts";
import type { AttemptEnd, CloseOptions } from "./close-options.ts";
import { closeRun } from "./close-run.ts";
import { endJobs } from "./end-jobs.ts";
import { jobsNamed } from "./run-jobs.ts";

export interface EndOptions extends CloseOptions {
  readonly states: SFNClient;
}

/** An execution that may be dead. */
export interface Suspect extends Claim {
  /** The ARN of its state machine. */
  readonly stateMachine: string;
  /** What an event reported about its end. @default nothing is known */
  readonly event?: ExecutionFacts;
}

interface Verdict {
  /** It lives, so nothing was changed. */
  readonly alive: boolean;
  /** Of the run that was closed; absent if the suspect had none, or had closed it. */
  readonly result?: SummaryResult;
}

/**
 * Ends what an execution left behind, unless it lives. Step Functions ends only the job that an execution waits for. Terminates the planner's
 * job and the run's other jobs, closes the run and releases the workflow's lock. An execution that was not planned yet can no longer be.
 * The events, the planner that finds the lock taken, and the sweep all end runs by this. A run that is closed already stays as it is.
 * @example const { alive } = await endDeadRun(options, { workflow, runId, execution, stateMachine });
 */
export async function endDeadRun(options: EndOptions, suspect: Suspect): Promise<Verdict> {
  const { stores, batch, jobQueues, pause } = options;
  const { table } = stores;
  const { workflow, runId, execution } = suspect;
  const facts = await deathOf(options, suspect);
  if (facts === undefined) return { alive: true };

  const end = endOf(execution, facts);
  const planners = [jobsOfRun(workflow, execution, execution), earlierJobsOfRun(workflow, execution)].map(
    (prefix) => `${prefix}-plan`,
  );
  await endJobs(
    async () => {
      const named = planners.map((planner) => jobsNamed(batch, jobQueues, workflow, planner));
      return (await Promise.all(named)).flat().filter(({ jobName }) => planners.includes(jobName));
    },
    { batch, pause, reason: end.why, leastChecks: end.leastChecks },
  );
  await adoptRun(table, suspect);
  for (;;) {
    const run = await table.get<RunRecord>(tableKeys.run(workflow, runId));
    const isOwn = run?.execution === execution;
    if (isOwn && run.status === "RUNNING")
      return { alive: false, result: await closeRun(options, suspect, end) };
    if (isOwn && run.closingAt !== undefined) {
      await releaseLock(table, workflow, execution);
      return { alive: false };
    }
    const reason = `${end.why} before its plan was complete`;
    if (await leaveTombstone(table, suspect, stores.now(), reason)) return { alive: false };
  }
}

/** How the suspect ended; undefined if it lives. */
async function deathOf(
  { stores, states }: EndOptions,
  { workflow, execution, stateMachine, event }: Suspect,
): Promise<ExecutionFacts | undefined> {
  const facts = await executionFacts(states, stateMachine, execution);
  // An answer may be older than the event. Only a redrive brings an execution back.
  if (event !== undefined)
    return isAlive(facts) && facts.redriveCount > event.redriveCount ? undefined : event;
  if (isAlive(facts)) return undefined;
  if (facts.status !== undefined) return facts;
  const lock = await stores.table.get<LockRecord>(tableKeys.lock(workflow));
  const isNew = lock?.execution === execution && isYoung(lock.acquiredAt, stores.now());
  return isNew ? undefined : facts;
}

function endOf(execution: string, { status = "", error, cause }: ExecutionFacts): AttemptEnd {
  return {
    why: `the execution ${execution} ${endings[status] ?? "is unknown to Step Functions"}`,
    // The executions of an aborted map may still submit a job.
    leastChecks: status === "FAILED" ? 1 : 2,
    error: error ? { error, cause: cause ?? "" } : null,
  };
}

const endings: Readonly<Record<string, string>> = {
  ...{ ABORTED: "was stopped", TIMED_OUT: "timed out", FAILED: "failed" },
  SUCCEEDED: "ended without closing it",
};
