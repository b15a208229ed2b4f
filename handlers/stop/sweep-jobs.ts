import {
  type BatchClient,
  DescribeJobsCommand,
  type JobDetail,
  type JobStatus,
  paginateListJobs,
} from "@aws-sdk/client-batch";
import { env } from "../../contract/env.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { RunRecord } from "../../contract/records.ts";
import { describeCalls } from "../close/ask-batch.ts";
import type { EndOptions } from "../close/end-dead-run.ts";
import { terminateJobs } from "../close/terminate-jobs.ts";
import { executionFacts, isAlive } from "../storage/executions.ts";
import type { SweepAction } from "./sweep-action.ts";

/** A job that has not ended. The parent of an array is PENDING while its children run. */
const unfinished: readonly JobStatus[] = ["SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING"];

/** What a job works on, by its variables. */
type Work =
  | { readonly workflow: string; readonly execution: string }
  | {
      readonly workflow: string;
      readonly execution: string;
      readonly runId: string;
      readonly manifest: string;
    };

/**
 * Terminates the jobs that nobody waits for. A stage's job is one if its run does not go on with the job's manifest, a planner's if its
 * execution is dead. Jobs of others in the queues name no workflow of the stack, and are left alone.
 * @param machines Workflow → its state machine's ARN.
 */
export async function sweepJobs(
  options: EndOptions,
  machines: ReadonlyMap<string, string>,
  log: (action: SweepAction) => void,
): Promise<void> {
  const { batch } = options;
  const known = new Map<string, Promise<string | undefined>>();
  for (const queue of options.jobQueues) {
    for (const ids of describeCalls(await unfinishedJobs(batch, queue))) {
      const { jobs = [] } = await batch.send(new DescribeJobsCommand({ jobs: ids }));
      // Reason → job id → its name.
      const unwanted = new Map<string, Map<string, string>>();
      for (const job of jobs) {
        const { jobId = "", jobName = "" } = job;
        const work = workOf(job);
        const stateMachine = work && machines.get(work.workflow);
        if (work === undefined || stateMachine === undefined) continue;
        const key = JSON.stringify(work);
        const answer = known.get(key) ?? whyNobodyWaits(options, work, stateMachine);
        known.set(key, answer);
        const reason = await answer;
        if (reason === undefined) continue;
        unwanted.set(reason, (unwanted.get(reason) ?? new Map()).set(jobId, jobName));
      }
      for (const [reason, nameOf] of unwanted)
        for (const jobId of await terminateJobs(batch, [...nameOf.keys()], reason))
          log({ swept: "job", jobId, jobName: nameOf.get(jobId) ?? "", reason });
    }
  }
}

async function unfinishedJobs(client: BatchClient, jobQueue: string): Promise<string[]> {
  const ids = new Set<string>();
  for (const jobStatus of unfinished) {
    for await (const { jobSummaryList } of paginateListJobs({ client }, { jobQueue, jobStatus })) {
      for (const { jobId } of jobSummaryList ?? []) if (jobId !== undefined) ids.add(jobId);
    }
  }
  return [...ids];
}

/** What the job works on; undefined if it is not a job of a workflow, or one of the version before, which names no execution. */
function workOf({ container, nodeProperties }: JobDetail): Work | undefined {
  const node = nodeProperties?.nodeRangeProperties?.[0]?.container;
  const variables = new Map((container ?? node)?.environment?.map(({ name, value }) => [name, value]));
  // runs/<workflow>/<execution>/planning/
  const [, ofPlanner, planning] = variables.get(env.planning)?.split("/") ?? [];
  if (ofPlanner !== undefined && planning !== undefined) return { workflow: ofPlanner, execution: planning };
  const workflow = variables.get(env.workflow);
  const execution = variables.get(env.execution);
  const runId = variables.get(env.runId);
  const manifest = variables.get(env.manifest);
  if (!workflow || !execution || !runId || !manifest) return undefined;
  return { workflow, execution, runId, manifest };
}

/** Why the work does not go on; undefined if it does. */
async function whyNobodyWaits(
  { stores, states }: EndOptions,
  work: Work,
  stateMachine: string,
): Promise<string | undefined> {
  const { workflow, execution } = work;
  if (!("runId" in work)) {
    const facts = await executionFacts(states, stateMachine, execution);
    // An execution that Step Functions does not know yet may be new.
    return isAlive(facts) || facts.status === undefined ? undefined : `the execution ${execution} has ended`;
  }
  const run = await stores.table.get<RunRecord>(tableKeys.run(workflow, work.runId));
  if (run?.status !== "RUNNING") return `the run ${work.runId} has ended`;
  if (run.execution === execution && run.manifest === work.manifest) return undefined;
  return `the run ${work.runId} is continued by the execution ${run.execution}`;
}
