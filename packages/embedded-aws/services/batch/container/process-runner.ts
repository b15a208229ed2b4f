import { AwsError } from "../../../host/gateway/aws-error.ts";
import type { Outcome } from "../scheduler/attempt.ts";
import type { Job } from "../scheduler/job.ts";
import type { AttemptReport, Runner } from "../scheduler/runner.ts";
import type { Container, ImageSource } from "./container.ts";
import { ContainerTask, type TaskHost } from "./container-task.ts";
import { lateReport } from "./late-report.ts";
import { MemoryWatch } from "./memory.ts";
import { SecretsError } from "./pull-secrets.ts";
import { cannotAssume, cannotInitialise, cannotPull } from "./start-failure.ts";

/** A person waits for the last stop, so SIGKILL comes sooner than ECS's 30 s. */
const lastStopTimeoutMs = 3_000;

/** Runs each attempt as a process group on this machine, in the image's working directory. */
export class ProcessRunner implements Runner {
  readonly #host: TaskHost;
  /** How much later than on this machine Batch sees that a container has a task and runs. A test may change it. */
  reportDelayMs = 0;
  readonly #images: ImageSource;
  readonly #containerOf: (job: Job) => Container;
  readonly #tasks = new Map<string, ContainerTask>();
  readonly #runs = new Set<Promise<void>>();
  #stopped = false;
  readonly #killAll = () => {
    for (const task of this.#tasks.values()) task.kill();
  };

  constructor(
    host: Omit<TaskHost, "memory"> & { readonly images: ImageSource },
    containerOf: (job: Job) => Container,
  ) {
    this.#host = { ...host, memory: new MemoryWatch() };
    this.#images = host.images;
    this.#containerOf = containerOf;
    // Containers end with this process, except after SIGKILL.
    process.once("exit", this.#killAll);
  }

  start(job: Job, attempt: number, at: AttemptReport): void {
    if (this.#stopped) return;
    const report = lateReport(at, this.#host.clock, this.reportDelayMs);
    const run = this.#run(job, attempt, report)
      .catch((cause) => {
        if (cause instanceof AwsError) return cannotAssume(cause.message);
        return cannotInitialise(cause instanceof SecretsError ? cause.message : String(cause));
      })
      .then((outcome) => {
        this.#tasks.delete(job.id);
        this.#runs.delete(run);
        report.ended(outcome);
      });
    this.#runs.add(run);
  }

  kill(job: Job): void {
    this.#tasks.get(job.id)?.terminate();
  }

  /** Ends all containers within 5 s: SIGTERM, then SIGKILL after 3 s. None starts after it. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const task of this.#tasks.values()) task.terminate();
    const cancel = this.#host.clock.after(lastStopTimeoutMs, this.#killAll);
    await Promise.all(this.#runs);
    cancel();
    process.off("exit", this.#killAll);
  }

  async #run(job: Job, attempt: number, report: AttemptReport): Promise<Outcome> {
    const container = this.#containerOf(job);
    const image = this.#images.get(container.image);
    if (image === undefined) return cannotPull(container.image);
    const task = new ContainerTask(this.#host, job, container, image);
    this.#tasks.set(job.id, task);
    return await task.run(attempt, report);
  }
}
