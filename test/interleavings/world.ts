import { VirtualClock } from "@batchline/clock";
import { must } from "@batchline/diagnostics";
import { retryStrategy } from "../../components/jobs/spot-retry.ts";
import type { BrokerAnswer } from "../../contract/broker/answer.ts";
import type { EndRequest } from "../../contract/end-request.ts";
import { env } from "../../contract/env.ts";
import { defaultAttempts, mostStarts } from "../../contract/exit-codes.ts";
import { platformKeys } from "../../contract/object-keys.ts";
import type { SummaryRequest } from "../../contract/summary.ts";
import { decide } from "../../handlers/broker/broker-handler.ts";
import { closeRun } from "../../handlers/close/close-run.ts";
import { type EndOptions, endDeadRun } from "../../handlers/close/end-dead-run.ts";
import { endByFunction } from "../../handlers/plan/end-dead-run.ts";
import { plan } from "../../handlers/plan/plan-execution.ts";
import type { PlanStores } from "../../handlers/plan/plan-stores.ts";
import type { PlannedWorkflow } from "../../handlers/plan/planned-workflow.ts";
import { parseRequest } from "../../handlers/plan/request.ts";
import { type ExecutionEvent, suspectOf } from "../../handlers/stop/execution-event.ts";
import { sweep } from "../../handlers/stop/sweep.ts";
import { lives } from "../../handlers/storage/executions.ts";
import { broker, type Cloud, platformBucket, queue, startCloud, stateMachine, tableName } from "./cloud.ts";
import { pipeline, pipelineStages, releases, stageNames, tenants } from "./fixture.ts";
import type { Tamper } from "./in-process.ts";
import { Machine } from "./machine.ts";
import { stageRole, tenantRole } from "./rights.ts";
import { type Actor, Turnstile } from "./turnstile.ts";

/** A function that runs. */
interface Invocation {
  readonly name: string;
  /** Lambda ends it: its time is over. */
  readonly timeOut: () => void;
}

/** The function reached its time limit. */
class TimedOut extends Error {}

/** The workflow `pipeline`, deployed, with all that runs for it. Nothing moves until the test lets it. */
export class World {
  readonly turnstile = new Turnstile();
  readonly clock: VirtualClock;
  /** When it began, by its clock. */
  readonly began: number;
  readonly cloud: Cloud;
  readonly machine: Machine;
  /** Events about ended executions, not delivered yet. */
  readonly events: ExecutionEvent[] = [];
  readonly invocations = new Map<Actor, Invocation>();
  readonly #counts = new Map<string, number>();
  /** The latest that is deployed. */
  release = 0;
  #manifests = 0;

  private constructor(turnstile: Turnstile, clock: VirtualClock, cloud: Cloud) {
    this.turnstile = turnstile;
    this.clock = clock;
    this.began = clock.now();
    this.cloud = cloud;
    const invoke = (name: string, event: object, release: number) => this.invoke(name, event, release);
    const ended = (event: ExecutionEvent) => void this.events.push(event);
    this.machine = new Machine({ cloud, turnstile, clock, invoke, ended });
    for (const name of ["plan", "close", "broker"])
      cloud.functions.set(name, (event) => this.invoke(name, event));
  }

  static async start(tamper?: Tamper): Promise<World> {
    const turnstile = new Turnstile();
    const clock = new VirtualClock(Date.now());
    const world = new World(turnstile, clock, await startCloud(turnstile, clock, tamper));
    await world.#deploy();
    return world;
  }

  stop(): Promise<void> {
    return this.cloud.stop();
  }

  /** Runs a function. Its result never comes if what called it is gone. @param release Of the code. @default the latest */
  invoke(name: string, event: unknown, release = this.release): Promise<unknown> {
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    const title = `function ${name} (${count})`;
    const { actor, result } = this.turnstile.run(title, () => this.#function(name, event, release));
    return new Promise((resolve, reject) => {
      const timeOut = () => {
        this.invocations.delete(actor);
        this.turnstile.lose(actor);
        reject(new TimedOut(`${title}: Task timed out`));
      };
      this.invocations.set(actor, { name: title, timeOut });
      result.then(resolve, reject).finally(() => this.invocations.delete(actor));
    });
  }

  #function(name: string, event: unknown, release: number): Promise<unknown> {
    const workflow = must(releases[release], "the release exists");
    if (name === "plan") return plan(this.#planStores(), workflow, parseRequest(event));
    if (name === "broker") return this.#answer(event);
    const options = this.#endOptions(workflow);
    if (name === "stop") return endDeadRun(options, suspectOf(event as ExecutionEvent, pipeline.name));
    if (name === "sweep") return sweep(options, new Map([[pipeline.name, stateMachine]]), () => {});
    const request = event as SummaryRequest | EndRequest;
    if ("end" in request) return endDeadRun(options, request.end).then(({ alive }) => ({ alive }));
    const { execution, shards } = request;
    return closeRun(options, request, { why: `${execution} has ended its stages`, leastChecks: 1, shards });
  }

  #answer(event: unknown): Promise<BrokerAnswer> {
    return decide(event, { ...this.cloud.broker, broker }, () => {});
  }

  #stores() {
    const { bucket, table, names } = this.cloud;
    return { bucket, table, names, now: () => this.clock.now() };
  }

  #planStores(): PlanStores {
    const { states, lambda } = this.cloud;
    const now = () => this.clock.now();
    return {
      ...this.#stores(),
      lives: (machine, execution, claimedAt) => lives(states, machine, execution, claimedAt, now()),
      end: (request) => endByFunction(lambda, "close", request),
      nonce: () => `m${++this.#manifests}`,
      planner: "plan:1",
    };
  }

  #endOptions(workflow: PlannedWorkflow): EndOptions {
    const { batch, states } = this.cloud;
    const second = () => new Promise<void>((resolve) => void this.clock.after(1000, resolve));
    return {
      ...{ stores: this.#stores(), batch, states, jobQueues: [queue] },
      workflowNamed: () => workflow,
      pause: () => this.turnstile.pass({ title: "waits 1 s", effect: second, waits: true, sure: true }),
    };
  }

  async #deploy(): Promise<void> {
    const { aws, bench, endpoint, runner, s3Store } = this.cloud;
    await s3Store.putObject(platformBucket, platformKeys.tenants, JSON.stringify({ tenants }));
    const variables = {
      ...{ [env.workflow]: pipeline.name, [env.broker]: broker, [env.table]: tableName },
      ...{ [env.tenantRole]: tenantRole, [env.attempts]: String(defaultAttempts) },
    };
    const { attempts, evaluateOnExits } = retryStrategy(mostStarts);
    for (const stage of stageNames)
      bench.batch.registerJobDefinition({
        ...{ jobDefinitionName: stage, type: "container" },
        retryStrategy: { attempts, evaluateOnExit: evaluateOnExits },
        containerProperties: {
          ...{ image: "worker@sha256:0123", command: [stage], jobRoleArn: stageRole },
          environment: Object.entries(variables).map(([name, value]) => ({ name, value })),
          resourceRequirements: [
            { type: "VCPU", value: "1" },
            { type: "MEMORY", value: "512" },
          ],
        },
      });
    runner.parts = {
      ...{ aws, endpoint, stages: pipelineStages() },
      job: (id) => bench.job(id),
      reclaim: (jobId) => bench.batch.reclaim(jobId, "i-1"),
    };
  }
}
