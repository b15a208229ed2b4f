import type { ExecutionStatus, HistoryEvent } from "@aws-sdk/client-sfn";
import type { Clock } from "@batchline/clock";
import type { Evaluator, MapRun, MapRunRequest, Run } from "@batchline/state-machines";
import { AbortedError, follow, History, StateError, Thread, whole } from "@batchline/state-machines";
import { connectorFor, type Surroundings } from "./integrations/connectors.ts";
import type { SdkSession } from "./integrations/sdk/session.ts";
import { executionArn, type StateMachine } from "./state-machine.ts";

export interface ExecutionOptions {
  readonly machine: StateMachine;
  readonly name: string;
  readonly input: string;
  readonly clock: Clock;
  readonly region: string;
  readonly evaluator: Evaluator;
  readonly random: () => number;
  /** Opened for each attempt, and closed by the execution when that is over. */
  readonly openSession: () => SdkSession;
  readonly surroundings: Omit<Surroundings, "session" | "origin">;
  /** Starts a Map Run of the execution, whose children act in its session. */
  readonly startMapRun: (parent: Execution, request: MapRunRequest, session: SdkSession) => MapRun;
  readonly mapRunArn?: string;
  readonly watch: {
    /** An event was added to the history. */
    onEvent(execution: Execution, event: HistoryEvent): void;
    /** It started, ended or was redriven. */
    readonly onStatus?: ((execution: Execution) => void) | undefined;
  };
}

/** One execution of a state machine, from its start to its end, and further when it is redriven. */
export class Execution {
  readonly arn: string;
  readonly name: string;
  readonly machine: StateMachine;
  readonly input: string;
  readonly startDate: Date;
  readonly history: History;
  readonly mapRunArn: string | undefined;

  status: ExecutionStatus = "RUNNING";
  stopDate: Date | undefined;
  output: string | undefined;
  error: string | undefined;
  cause: string | undefined;
  redriveCount = 0;
  redriveDate: Date | undefined;
  /** The latest redrives over the API, with the client's token. */
  readonly redrives: { readonly token: string | undefined; readonly date: Date }[] = [];

  readonly #options: ExecutionOptions;
  readonly #thread: Thread;
  readonly #background = new Set<Promise<unknown>>();
  #abort = new AbortController();
  #ended = Promise.withResolvers<void>();
  #unwound: Promise<void>;

  constructor(options: ExecutionOptions) {
    const { machine, name, input, clock, watch } = options;
    this.#options = options;
    this.mapRunArn = options.mapRunArn;
    this.machine = machine;
    this.name = name;
    this.input = input;
    this.arn = executionArn(machine.arn, name);
    this.startDate = new Date(clock.now());
    this.history = new History(clock, (event) => watch.onEvent(this, event));
    this.history.record("ExecutionStarted", 0, {
      executionStartedEventDetails: { input, inputDetails: whole, roleArn: machine.roleArn },
    });
    this.#thread = new Thread({
      block: machine.parsed,
      input: JSON.parse(input),
      history: this.history,
      signal: this.#abort.signal,
    });
    this.#unwound = this.#run();
    watch.onStatus?.(this);
  }

  /** Resolves when the status is final. Never rejects. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Resolves when nothing of the execution is left running, jobs it terminates included. Never rejects. */
  async settled(): Promise<void> {
    await this.#unwound;
    await Promise.allSettled(this.#background);
  }

  /** Ends the execution as ABORTED, with its running tasks. Has no effect once it has ended. */
  stop(error?: string, cause?: string): void {
    if (this.status !== "RUNNING") return;
    this.#finish("ABORTED", { error, cause });
    const details = new StateError(error, cause).details();
    this.history.record("ExecutionAborted", 0, { executionAbortedEventDetails: details });
    this.#abort.abort(new AbortedError(cause ?? `the execution ${this.name} was stopped`));
  }

  /** Resumes an execution that did not succeed, in the state where it ended. Finished work is kept. */
  async redrive(): Promise<Date> {
    // Aborted states end first, so that none of them records events in the new attempt.
    await this.#unwound;
    if (this.status === "RUNNING" && this.redriveDate !== undefined) return this.redriveDate;
    const { clock } = this.#options;
    const redriveDate = new Date(clock.now());
    this.status = "RUNNING";
    this.stopDate = undefined;
    this.error = undefined;
    this.cause = undefined;
    this.redriveCount += 1;
    this.redriveDate = redriveDate;
    this.#ended = Promise.withResolvers();
    this.#abort = new AbortController();
    this.#thread.signal = this.#abort.signal;
    const details = { executionRedrivenEventDetails: { redriveCount: this.redriveCount } };
    this.#thread.lastEventId = this.history.record("ExecutionRedriven", this.history.events.length, details);
    this.#unwound = this.#run();
    this.#options.watch.onStatus?.(this);
    return redriveDate;
  }

  async #run(): Promise<void> {
    const { machine, clock, openSession } = this.#options;
    const { TimeoutSeconds } = machine.parsed;
    const cancel =
      TimeoutSeconds === undefined ? () => {} : clock.after(TimeoutSeconds * 1000, () => this.#timeOut());
    const work = new Set<Promise<unknown>>();
    let session: SdkSession | undefined;
    try {
      session = openSession();
      const output = await follow(this.#runWith(session, work), this.#thread);
      if (this.status === "RUNNING") this.#succeed(JSON.stringify(output));
    } catch (failure) {
      if (this.status === "RUNNING") this.#fail(failure);
    }
    cancel();
    keepWhilePending(
      this.#background,
      Promise.allSettled(work).then(() => session?.close()),
    );
  }

  /** `work` receives the promises that may continue after their states. */
  #runWith(session: SdkSession, work: Set<Promise<unknown>>): Run {
    const { machine, clock, region, evaluator, random, surroundings } = this.#options;
    const origin = { executionArn: this.arn, stateMachineArn: machine.arn };
    const run: Run = {
      execution: {
        arn: this.arn,
        name: this.name,
        roleArn: machine.roleArn,
        input: JSON.parse(this.input),
        startTime: this.startDate.toISOString(),
        redriveCount: this.redriveCount,
        redriveTime: this.redriveDate?.toISOString(),
      },
      machine,
      clock,
      region,
      evaluator,
      random,
      connect: (resource) => connectorFor(resource, { ...surroundings, session, origin }),
      follow: (thread) => follow(run, thread),
      startMapRun: (request) => this.#options.startMapRun(this, request, session),
      background: (promise) => keepWhilePending(work, promise),
    };
    return run;
  }

  #succeed(output: string): void {
    this.output = output;
    this.#finish("SUCCEEDED");
    this.history.record("ExecutionSucceeded", this.#thread.lastEventId, {
      executionSucceededEventDetails: { output, outputDetails: whole },
    });
  }

  /** Anything but a StateError is a fault of the interpreter, and must be visible. */
  #fail(failure: unknown): void {
    const text = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
    const unknown = new StateError("States.Runtime", `The interpreter failed: ${text}`);
    const details = (failure instanceof StateError ? failure : unknown).details();
    this.#finish("FAILED", details);
    this.history.record("ExecutionFailed", this.#thread.lastEventId, {
      executionFailedEventDetails: details,
    });
  }

  #timeOut(): void {
    if (this.status !== "RUNNING") return;
    this.#finish("TIMED_OUT");
    this.history.record("ExecutionTimedOut", 0, {
      executionTimedOutEventDetails: { error: "States.Timeout" },
    });
    this.#abort.abort(new AbortedError(`the execution ${this.name} timed out`));
  }

  #finish(status: ExecutionStatus, failure: { error?: string | undefined; cause?: string | undefined } = {}) {
    this.status = status;
    this.error = failure.error;
    this.cause = failure.cause;
    this.stopDate = new Date(this.#options.clock.now());
    this.#ended.resolve();
    this.#options.watch.onStatus?.(this);
  }
}

function keepWhilePending(set: Set<Promise<unknown>>, promise: Promise<unknown>): void {
  set.add(promise);
  const done = () => set.delete(promise);
  promise.then(done, done);
}
