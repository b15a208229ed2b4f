import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "@batchline/clock";
import { must } from "@batchline/diagnostics";
import { accountId } from "../../../host/identity/principal.ts";
import type { Outcome, Placement } from "../scheduler/attempt.ts";
import type { Job } from "../scheduler/job.ts";
import type { AttemptReport } from "../scheduler/runner.ts";
import type { Container, ContainerImage, SecretSource, TaskEndpoints } from "./container.ts";
import { type ContainerInstance, type ContainerInstances, clusterOf } from "./container-instances.ts";
import { ContainerLog, type LogSink } from "./container-log.ts";
import { ContainerProcess } from "./container-process.ts";
import { containerEnvironment } from "./environment.ts";
import type { MemoryWatch } from "./memory.ts";
import { containerMetadata } from "./metadata.ts";
import { pullSecrets } from "./pull-secrets.ts";
import { cannotStart, outOfMemory } from "./start-failure.ts";

/** ECS's default time between SIGTERM and SIGKILL. */
const stopTimeoutMs = 30_000;

/** Services that a task uses. */
export interface TaskHost {
  readonly clock: Clock;
  readonly logs: LogSink;
  readonly ecs: TaskEndpoints;
  readonly secrets: SecretSource;
  readonly memory: MemoryWatch;
  readonly instances: ContainerInstances;
  readonly region: string;
  /** The gateway's URL without a slash at its end. */
  readonly endpoint: () => string;
  /** Parent of the containers' scratch directories. */
  readonly dir: string;
}

/** One attempt as an ECS task: a process with its scratch directory, its log stream, credentials and metadata. */
export class ContainerTask {
  readonly #host: TaskHost;
  readonly #job: Job;
  readonly #container: Container;
  readonly #image: ContainerImage;
  /** ECS's task id: 32 hexadecimal digits. */
  readonly #id = randomUUID().replaceAll("-", "");
  readonly #instance: ContainerInstance;
  readonly #placement: Required<Omit<Placement, "logStreamName">>;
  readonly #logStreamName: string;
  #process: ContainerProcess | undefined;
  #terminated = false;
  #ended = false;
  #ranOutOfMemory = false;
  #cancelKill = () => {};

  constructor(host: TaskHost, job: Job, container: Container, image: ContainerImage) {
    this.#host = host;
    this.#job = job;
    this.#container = container;
    this.#image = image;
    const cluster = clusterOf(this.#computeEnvironment);
    this.#instance = host.instances.launch(this.#computeEnvironment, container);
    this.#placement = {
      taskArn: `arn:aws:ecs:${host.region}:${accountId}:task/${cluster}/${this.#id}`,
      containerInstanceArn: this.#instance.arn,
    };
    this.#logStreamName = `${container.log.streamPrefix}/default/${this.#id}`;
  }

  /**
   * Runs the container to its end. A job has its task's ARN from STARTING on, and its log stream from RUNNING on.
   * https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerDetail.html
   */
  async run(attempt: number, report: Pick<AttemptReport, "placed" | "started">): Promise<Outcome> {
    try {
      return await this.#run(attempt, report);
    } finally {
      this.#host.instances.terminate(this.#instance);
    }
  }

  async #run(attempt: number, report: Pick<AttemptReport, "placed" | "started">): Promise<Outcome> {
    report.placed(this.#placement);
    const { image, command, log } = this.#container;
    const [program, ...args] = [
      ...this.#image.entrypoint,
      ...(command.length > 0 ? command : this.#image.cmd),
    ];
    if (program === undefined) return cannotStart(image, "no command specified");
    const secrets = await pullSecrets(this.#container, this.#id, this.#host.secrets);
    const { clock, dir, logs } = this.#host;
    const logStreamName = this.#logStreamName;
    const endpoints = this.#register();
    const scratch = join(dir, "scratch", this.#id);
    await mkdir(join(scratch, "tmp"), { recursive: true });
    await mkdir(join(scratch, "home"), { mode: 0o555 });
    try {
      if (this.#terminated) return { exitCode: 143 };
      try {
        this.#process = new ContainerProcess({
          command: [program, ...args],
          cwd: this.#image.workdir,
          environment: this.#environment(attempt, secrets, scratch, endpoints),
          log: new ContainerLog(clock, (events) => logs.put(log.group, logStreamName, events)),
        });
        await this.#process.started;
      } catch (cause) {
        return cannotStart(program, cause);
      }
      report.started({ logStreamName });
      return await this.#watch(this.#process);
    } finally {
      this.#process = undefined;
      this.#ended = true;
      this.#cancelKill();
      endpoints.release();
      await rm(scratch, { recursive: true, force: true });
    }
  }

  /** Sends SIGTERM, and SIGKILL after ECS's 30 s. Does nothing after the container has ended. */
  terminate(): void {
    if (this.#terminated || this.#ended) return;
    this.#terminated = true;
    this.#process?.terminate();
    this.#cancelKill = this.#host.clock.after(stopTimeoutMs, () => this.kill());
  }

  /** Sends SIGKILL. */
  kill(): void {
    this.#process?.kill();
  }

  get #computeEnvironment(): string {
    return must(this.#job.attempts.at(-1), "a starting job has an attempt").environment;
  }

  async #watch(container: ContainerProcess): Promise<Outcome> {
    const limitBytes = this.#container.memoryMiB * 1024 * 1024;
    const unwatch = this.#host.memory.watch(container.pid, limitBytes, () => {
      this.#ranOutOfMemory = true;
      container.kill();
    });
    try {
      const exitCode = await container.ended;
      return this.#ranOutOfMemory ? outOfMemory : { exitCode };
    } finally {
      unwatch();
    }
  }

  #register() {
    const { clock, ecs, region } = this.#host;
    const { log, jobRoleArn } = this.#container;
    return ecs.register({
      roleArn: jobRoleArn,
      sessionName: this.#id,
      metadata: containerMetadata({
        ...this.#container,
        taskArn: this.#placement.taskArn,
        imageDigest: this.#image.uri.slice(this.#image.uri.indexOf("@") + 1),
        log: { group: log.group, stream: this.#logStreamName, region },
        createdAt: new Date(clock.now()),
      }),
    });
  }

  #environment(
    attempt: number,
    secrets: Readonly<Record<string, string>>,
    scratch: string,
    uris: { readonly credentialsUri: string; readonly metadataUri: string },
  ): Record<string, string> {
    const { id: jobId, index, request } = this.#job;
    const { environment, jobRoleArn } = this.#container;
    const endpoint = this.#host.endpoint();
    const computeEnvironment = this.#computeEnvironment;
    const metadataUrl = `${endpoint}${uris.metadataUri}`;
    const credentialsUrl = jobRoleArn === undefined ? undefined : `${endpoint}${uris.credentialsUri}`;
    return containerEnvironment(
      this.#image.env,
      { ...environment, ...secrets },
      {
        ...this.#container,
        ...{ jobId, index, arraySize: request.arraySize, attempt, computeEnvironment },
        ...{ home: join(scratch, "home"), tmp: join(scratch, "tmp") },
        ...{ endpoint, metadataUrl, credentialsUrl },
      },
    );
  }
}
