import { randomBytes } from "node:crypto";
import type { JobDetail } from "@aws-sdk/client-batch";
import type { Clock } from "@batchline/clock";
import { must } from "@batchline/diagnostics";
import { account, type BenchBatch, type Identity, region } from "@batchline/embedded-aws/testing";
import pino from "pino";
import { jobIdVariable } from "../../contract/env.ts";
import { jobAttemptVariable } from "../../contract/nodes.ts";
import type { AwsConfig } from "../../worker/aws-clients.ts";
import { runContainer } from "../../worker/run-container.ts";
import type { StagesByWorkflow } from "../../workflow-kit/at-run/stage.ts";
import { stageRole } from "./rights.ts";
import type { Turnstile } from "./turnstile.ts";

type Runner = NonNullable<NonNullable<Parameters<typeof BenchBatch.start>[2]>["runner"]>;
type Started = Parameters<Runner["start"]>;

/** ECS's time between SIGTERM and SIGKILL. */
const stopTimeoutMs = 30_000;
/** 128 + SIGKILL. */
const killedCode = 137;

/** A container that Batch takes to run. */
export interface RunningContainer {
  readonly name: string;
  readonly jobId: string;
  /** SIGTERM, as before Spot takes the instance. */
  reclaim(): void;
  /** Batch loses the host. The container may go on unseen, or die. */
  loseHost(goesOn: boolean): void;
}

/** What containers need that is there only once the cloud is. */
export interface ContainerParts {
  readonly aws: AwsConfig;
  readonly endpoint: string;
  readonly stages: StagesByWorkflow;
  readonly job: (id: string) => JobDetail;
  readonly reclaim: (jobId: string) => void;
}

/** Runs Batch's containers in this process: the worker's own code, whose calls wait at the turnstile. */
export class ContainerRunner implements Runner {
  readonly running = new Map<string, RunningContainer>();
  parts: ContainerParts | undefined;
  readonly #turnstile: Turnstile;
  readonly #clock: Clock;
  readonly #identity: Identity;
  readonly #ordinals = new Map<string, number>();
  readonly #kills = new Map<string, () => void>();

  constructor(turnstile: Turnstile, clock: Clock, identity: Identity) {
    this.#turnstile = turnstile;
    this.#clock = clock;
    this.#identity = identity;
  }

  start(...[job, attempt, report]: Started): void {
    const parts = must(this.parts, "the cloud is complete before a job starts");
    const { container, jobName } = parts.job(job.id);
    const name = `${jobName} (job ${this.#ordinal(job.id)}) attempt ${attempt}`;
    const taskId = randomBytes(16).toString("hex");
    report.placed({ taskArn: `arn:aws:ecs:${region}:${account}:task/cluster/${taskId}` });
    report.started();
    const variables =
      container?.environment?.map(({ name = "", value = "" }) => [name, value] as const) ?? [];
    const { expiration: _, ...credentials } = this.#identity.credentialsFor(stageRole, taskId);
    const stop = new AbortController();
    const command = container?.command?.[0];
    const { actor, result } = this.#turnstile.run(name, async () => {
      const code = await runContainer(command, {
        workflows: parts.stages,
        environment: {
          ...Object.fromEntries(variables),
          [jobIdVariable]: job.id,
          [jobAttemptVariable]: String(attempt),
          AWS_ENDPOINT_URL_STS: parts.endpoint,
        },
        aws: { ...parts.aws, credentials },
        program: "/app/main.mjs",
        startedAt: new Date(),
        signal: stop.signal,
        log: pino({ level: "silent" }),
      });
      // Batch learns of a container's end later than it ends.
      await this.#turnstile.pass({ title: `exit ${code}`, effect: async () => {} });
      return code;
    });
    const end = (outcome: Parameters<typeof report.ended>[0]) => {
      if (!this.running.delete(name)) return;
      this.#kills.delete(job.id);
      report.ended(outcome);
    };
    const lost = { statusReason: "Host EC2 (instance i-1) terminated." };
    result.then(
      (code) => end({ exitCode: code }),
      // The answer to `exit` was lost: Batch knows only that the host is gone.
      () => end(lost),
    );
    const die = (outcome: Parameters<typeof report.ended>[0]) => {
      this.#turnstile.lose(actor);
      end(outcome);
    };
    this.#kills.set(job.id, () => {
      if (stop.signal.aborted) return;
      stop.abort(new Error("SIGTERM"));
      this.#clock.after(stopTimeoutMs, () => die({ exitCode: killedCode }));
    });
    this.running.set(name, {
      ...{ name, jobId: job.id },
      reclaim: () => parts.reclaim(job.id),
      loseHost: (goesOn) => (goesOn ? end(lost) : die(lost)),
    });
  }

  kill(job: Started[0]): void {
    this.#kills.get(job.id)?.();
  }

  /** Job ids are random; their order is not. */
  #ordinal(jobId: string): string {
    const [parent = "", index] = jobId.split(":");
    const known = this.#ordinals.get(parent) ?? this.#ordinals.size + 1;
    this.#ordinals.set(parent, known);
    return index === undefined ? String(known) : `${known}:${index}`;
  }
}
