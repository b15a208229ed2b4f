import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  type ExecutionStatus,
} from "@aws-sdk/client-sfn";
import type { PlanFile } from "../../contract/plan.ts";
import type { ChunkRecord, RunRecord } from "../../contract/records.ts";
import { functionLog, isDeadFunction } from "../logs/function-log.ts";
import { planOfRun } from "../records/plan-of-run.ts";
import { RunTable } from "../records/run-table.ts";
import { awsFault } from "../stack/aws-failure.ts";
import { executionArnOf, type Stack, stateMachineOf } from "../stack/stack.ts";
import { ArrayJobs } from "./array-jobs.ts";
import { fewRecords, outcomeOf, type RunOutcome } from "./run-outcome.ts";
import { countedProgress, type StageProgress, stageProgress } from "./stage-progress.ts";
import { pauseFor, type Steadiness, steadily } from "./steadily.ts";

/** An execution to follow. */
export interface Followed {
  readonly workflow: string;
  readonly runId: string;
  /** The execution's name: of the run's latest attempt. */
  readonly execution: string;
}

/** A run under way, as of one poll. */
export interface RunProgress {
  /** Undefined until the planning begins. */
  readonly run: RunRecord | undefined;
  /** Empty until the run is planned. */
  readonly stages: readonly StageProgress[];
  /** The records of its chunks. Absent until it is planned, and if they are many. */
  readonly records?: readonly ChunkRecord[];
}

interface Following extends Steadiness {
  /** Called after each poll. */
  readonly onProgress: (progress: RunProgress) => void;
}

/** Requests between two polls; more of them make the pause longer. With 2 s between polls, 4 requests a second. */
const requestsPerPoll = 8;

/**
 * Follows an execution to its end. The signal stops the polling, not the run. While the network is away or AWS throttles, it waits.
 * @throws errors of the AWS SDK, and the signal's reason
 * @example await followRun(stack, { workflow, runId, execution: runId }, { signal, say: console.error, onProgress });
 */
export async function followRun(
  stack: Stack,
  followed: Followed,
  { onProgress, ...steadiness }: Following,
): Promise<RunOutcome> {
  const { signal, pause = (ms: number) => pauseFor(ms, signal) } = steadiness;
  const poll = new Poll(stack, followed, steadiness);
  for (;;) {
    const { execution, progress } = await steadily(() => poll.ask(), steadiness);
    onProgress(progress);
    if (!isUnderWay(execution.status)) return steadily(() => poll.outcome(execution), steadiness);
    await pause(stack.pollMs * Math.max(1, poll.requests / requestsPerPoll));
  }
}

function isUnderWay(status: ExecutionStatus | undefined): boolean {
  return status === "RUNNING" || status === "PENDING_REDRIVE";
}

/** Asks for a run again and again. */
class Poll {
  readonly #stack: Stack;
  readonly #followed: Followed;
  readonly #steadiness: Steadiness;
  readonly #table: RunTable;
  readonly #jobs: ArrayJobs;
  /** Of a resume. */
  #plan: PlanFile | undefined;
  #mayCount = true;
  /** How many requests the last poll made. */
  requests = 0;

  constructor(stack: Stack, followed: Followed, steadiness: Steadiness) {
    const { clients, outputs } = stack;
    this.#stack = stack;
    this.#followed = followed;
    this.#steadiness = steadiness;
    this.#table = new RunTable(clients.dynamodb, outputs.table, followed.workflow, followed.runId);
    const queues = Object.values(outputs.jobQueues ?? {});
    this.#jobs = new ArrayJobs(clients.batch, queues, steadiness.now ?? Date.now);
  }

  async ask(): Promise<{ execution: DescribeExecutionCommandOutput; progress: RunProgress }> {
    const { workflow, execution: name } = this.#followed;
    const executionArn = executionArnOf(stateMachineOf(this.#stack, workflow), name);
    const execution = await this.#stack.clients.sfn.send(new DescribeExecutionCommand({ executionArn }));
    const run = await this.#table.run();
    this.requests = 2;
    // A resume's execution does not own the run until it is planned.
    const isPlanned = run?.execution === name && run.manifest !== undefined;
    if (!isPlanned) return { execution, progress: { run, stages: [] } };
    const records = await this.#few(run);
    const stages = await this.#stages(run, records);
    return { execution, progress: { run, stages, ...(records !== undefined && { records }) } };
  }

  async outcome(execution: DescribeExecutionCommandOutput): Promise<RunOutcome> {
    const { workflow, runId } = this.#followed;
    const run = await this.#table.run();
    const stages = this.#stagesOf(run);
    const tenants = await this.#table.tenants();
    const chunks = await this.#few(run);
    const said = await this.#saidBy(execution, run);
    return outcomeOf(execution, { workflow, runId, stages, tenants, chunks, run, ...(said && { said }) });
  }

  async #saidBy(
    { error, startDate, stopDate }: DescribeExecutionCommandOutput,
    run: RunRecord | undefined,
  ): Promise<readonly string[] | undefined> {
    if (!isDeadFunction(error) || startDate === undefined || stopDate === undefined) return undefined;
    // Functions plan a run and close it.
    const name = run?.plannedBy === this.#followed.execution ? "summary" : "metadata";
    try {
      return await functionLog(this.#stack, name, { from: startDate, to: stopDate });
    } catch (cause) {
      if (awsFault(cause) !== "right") throw cause;
      this.#steadiness.say(`the log of the function ${name} may not be read: ${String(cause)}`);
      return undefined;
    }
  }

  async #stages(run: RunRecord, records: readonly ChunkRecord[] | undefined): Promise<StageProgress[]> {
    const stages = this.#stagesOf(run);
    if (records !== undefined) {
      // What an earlier attempt left unfinished is not this one's progress.
      const mine = records.filter(
        ({ status, execution = run.execution }) => status === "SUCCEEDED" || execution === run.execution,
      );
      return stageProgress(stages, run.chunks, mine);
    }
    if (!this.#mayCount) return [];
    try {
      const chunks = await this.#submitted(run);
      const grown = run.rounds?.flatMap((round) => round.grown) ?? [];
      const again = grown.reduce((sum, stage) => sum + stage.chunks, 0);
      const counts = await this.#jobs.count({ ...this.#followed, stages, chunks }, again);
      this.requests += this.#jobs.calls;
      return countedProgress(stages, chunks, counts);
    } catch (cause) {
      if (awsFault(cause) !== "right") throw cause;
      this.#mayCount = false;
      this.#steadiness.say(`no progress is shown, because the caller may not ask Batch: ${String(cause)}`);
      return [];
    }
  }

  /** The records of all chunks; undefined if they are many. */
  async #few(run: RunRecord | undefined): Promise<readonly ChunkRecord[] | undefined> {
    const { chunks = 0 } = run ?? {};
    const stages = this.#stagesOf(run);
    if (chunks * stages.length > fewRecords) return undefined;
    this.requests += Math.ceil((chunks * stages.length) / 100);
    return this.#table.chunks(chunks, stages);
  }

  /** How many chunks this execution submits: a resume leaves out those that are finished. */
  async #submitted({ execution, chunks }: RunRecord): Promise<number> {
    const { workflow, runId } = this.#followed;
    if (execution === runId) return chunks;
    if (this.#plan === undefined) {
      const { clients, outputs } = this.#stack;
      this.#plan = await planOfRun(clients.s3, outputs.platformBucket, { workflow, runId, execution });
      this.requests++;
    }
    return this.#plan?.chunks ?? chunks;
  }

  #stagesOf(run: RunRecord | undefined): readonly string[] {
    return run?.stages ?? this.#stack.declaredStages[this.#followed.workflow] ?? [];
  }
}
