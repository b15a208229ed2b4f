import { SubmitJobCommand } from "@aws-sdk/client-batch";
import type { VirtualClock } from "@batchline/clock";
import { must } from "@batchline/diagnostics";
import { env } from "../../contract/env.ts";
import { jobsOfRun } from "../../contract/job-names.ts";
import { longestRunSeconds, type PlanResult, type RunInput, type Shard } from "../../contract/plan.ts";
import type { ShardOutcome, SummaryResult } from "../../contract/summary.ts";
import type { ExecutionEvent } from "../../handlers/stop/execution-event.ts";
import { type Cloud, queue, stateMachine } from "./cloud.ts";
import { pipeline, releases } from "./fixture.ts";
import type { Actor, Turnstile } from "./turnstile.ts";

/** How often the machine retries a function that failed by itself. */
const mostRetries = 3;
/** Between two questions whether it is a scheduled run's turn. */
const turnMs = 60_000;

type End = ExecutionEvent["detail"]["status"] | "SUCCEEDED";

/** One execution. A redrive continues it after the steps that it has done. */
export interface Execution {
  readonly name: string;
  readonly input: RunInput;
  /** Of `releases`: an execution goes on with the machine and the functions that it began with. */
  readonly release: number;
  status: "RUNNING" | End;
  redrives: number;
  actor: Actor | undefined;
  plan?: PlanResult;
  shards?: readonly ShardOutcome[];
}

interface Parts {
  readonly cloud: Pick<Cloud, "batch" | "bench" | "described">;
  readonly invoke: (name: "plan" | "close", event: object, release: number) => Promise<unknown>;
  readonly turnstile: Turnstile;
  readonly clock: VirtualClock;
  /** Called at the end of an execution that has an event. */
  readonly ended: (event: ExecutionEvent) => void;
}

/** Step Functions with the standard machine, as far as its calls matter. It retries functions, and submits a shard's stages as a chain. */
export class Machine {
  readonly executions: Execution[] = [];
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  start(name: string, input: RunInput, release: number): void {
    const begun = { status: "RUNNING", redrives: 0, actor: undefined } as const;
    const execution: Execution = { name, input, release, ...begun };
    this.executions.push(execution);
    this.#run(execution);
  }

  redrive(execution: Execution): void {
    execution.redrives++;
    execution.status = "RUNNING";
    this.#run(execution);
  }

  /** What it has sent may still arrive. */
  stop(execution: Execution, status: "ABORTED" | "TIMED_OUT"): void {
    if (execution.status !== "RUNNING") return;
    this.#parts.turnstile.lose(must(execution.actor, "a running execution has an actor"));
    this.#end(execution, status);
  }

  #run(execution: Execution): void {
    const { turnstile, clock } = this.#parts;
    const { name, redrives } = execution;
    this.#describe(execution);
    const cancel = clock.after(longestRunSeconds * 1000, () => this.stop(execution, "TIMED_OUT"));
    const { actor, result } = turnstile.run(`execution ${name}${redrives > 0 ? " redriven" : ""}`, () =>
      this.#steps(execution),
    );
    execution.actor = actor;
    const end = (status: End) => {
      cancel();
      if (execution.status === "RUNNING") this.#end(execution, status);
    };
    result.then(
      (succeeded) => end(succeeded ? "SUCCEEDED" : "FAILED"),
      () => end("FAILED"),
    );
  }

  #end(execution: Execution, status: End): void {
    execution.status = status;
    this.#describe(execution);
    if (status === "SUCCEEDED") return;
    const { name, input, redrives: redriveCount } = execution;
    const detail = { name, status, redriveCount, stateMachineArn: stateMachine };
    this.#parts.ended({ detail: { ...detail, input: JSON.stringify(input) } });
  }

  #describe({ name, status, redrives: redriveCount }: Execution): void {
    this.#parts.cloud.described.executions.set(name, { status, redriveCount });
  }

  async #steps(execution: Execution): Promise<boolean> {
    const { clock } = this.#parts;
    const { name, input } = execution;
    const startedAt = new Date(clock.now()).toISOString();
    const request = { workflow: pipeline.name, execution: name, stateMachine, input, startedAt };
    while (execution.plan === undefined) {
      const answer = (await this.#invoke(execution, "plan", request)) as PlanResult;
      if (answer.waiting) await this.#sleep(turnMs);
      else execution.plan = answer;
    }
    const { plan } = execution;
    if (plan.chunks === 0) return true;
    if (execution.shards === undefined) {
      execution.shards = await Promise.all(plan.shards.map((shard) => this.#chain(execution, plan, shard)));
    }
    const { shards } = execution;
    const { workflow, runId } = { workflow: pipeline.name, runId: plan.runId };
    const closed = await this.#invoke(execution, "close", {
      workflow,
      runId,
      execution: name,
      stateMachine,
      shards,
    });
    return (closed as SummaryResult).succeeded;
  }

  /** Submits all stages of a shard at once, and waits for the last one. */
  async #chain(
    { name, release }: Execution,
    { runId, manifest }: PlanResult,
    shard: Shard,
  ): Promise<ShardOutcome> {
    const { batch, bench } = this.#parts.cloud;
    const { index, offset, size } = shard;
    const jobs: Record<string, string> = {};
    const stages = Object.keys(must(releases[release], "the release exists").stages);
    const variables = {
      ...{ [env.runId]: runId, [env.execution]: name },
      ...{ [env.manifest]: manifest, [env.shardOffset]: String(offset) },
    };
    try {
      for (const [place, stage] of stages.entries()) {
        const before = jobs[stages[place - 1] ?? ""];
        const dependsOn = before && [{ jobId: before, ...(size > 1 && { type: "N_TO_N" as const }) }];
        const { jobId } = await batch.send(
          new SubmitJobCommand({
            jobName: `${jobsOfRun(pipeline.name, runId, name)}-${index}-${stage}`,
            ...{ jobQueue: queue, jobDefinition: stage },
            ...(size > 1 && { arrayProperties: { size } }),
            ...(dependsOn && { dependsOn }),
            containerOverrides: {
              environment: Object.entries(variables).map(([variable, value]) => ({ name: variable, value })),
            },
          }),
        );
        jobs[stage] = must(jobId, "Batch answers with an id");
      }
      const last = must(jobs[stages.at(-1) ?? ""], "all stages were submitted");
      const { status } = await this.#waits("for the last job", () => bench.reached(last), true);
      const error = status === "SUCCEEDED" ? null : { error: "States.TaskFailed", cause: "the job failed" };
      return { index, offset, size, jobs, error };
    } catch (cause) {
      return { index, offset, size, jobs, error: { error: "Batch.ClientException", cause: String(cause) } };
    }
  }

  async #invoke({ release }: Execution, name: "plan" | "close", event: object): Promise<unknown> {
    for (let retry = 0; ; retry++) {
      try {
        return await this.#waits(`for the function ${name}`, () => this.#parts.invoke(name, event, release));
      } catch (cause) {
        // Errors that the code throws are not retried.
        const isOwn = cause instanceof Error && "code" in cause && cause.code !== "ECONNRESET";
        if (isOwn || retry === mostRetries) throw cause;
      }
    }
  }

  #sleep(ms: number): Promise<void> {
    const { clock } = this.#parts;
    const passed = () => new Promise<void>((resolve) => void clock.after(ms, resolve));
    return this.#waits(`${ms / 1000} s`, passed, true);
  }

  #waits<T>(what: string, effect: () => Promise<T>, sure = false): Promise<T> {
    return this.#parts.turnstile.pass({ title: `waits ${what}`, effect, waits: true, sure });
  }
}
