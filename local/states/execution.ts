import type { ExecutionStatus } from "@aws-sdk/client-sfn";
import type { Clock } from "../clock.ts";
import { connectorFor, type Surroundings } from "./integrations/connectors.ts";
import type { SdkSession } from "./integrations/sdk/session.ts";
import type { Evaluator } from "./interpreter/evaluator.ts";
import { follow } from "./interpreter/follow.ts";
import { History, whole } from "./interpreter/history.ts";
import type { Run } from "./interpreter/run.ts";
import { Aborted, StateError } from "./interpreter/state-error.ts";
import { Thread } from "./interpreter/thread.ts";
import type { Json } from "./json.ts";
import { executionArn, type StateMachine } from "./state-machine.ts";

export interface ExecutionOptions {
  readonly machine: StateMachine;
  readonly name: string;
  /** JSON text. */
  readonly input: string;
  readonly clock: Clock;
  readonly region: string;
  readonly evaluator: Evaluator;
  readonly random: () => number;
  /** Closed by the execution when it is over. */
  readonly session: SdkSession;
  readonly surroundings: Omit<Surroundings, "session">;
}

/** One execution of a state machine, from its start to its end. */
export class Execution {
  readonly arn: string;
  readonly name: string;
  readonly machine: StateMachine;
  readonly input: string;
  readonly startDate: Date;
  readonly history: History;
  /** Resolves when the status is final. Never rejects. */
  readonly ended: Promise<void>;
  /** Resolves when nothing of the execution is left running, jobs it terminates included. Never rejects. */
  readonly settled: Promise<void>;

  status: ExecutionStatus = "RUNNING";
  stopDate: Date | undefined;
  /** JSON text. */
  output: string | undefined;
  error: string | undefined;
  cause: string | undefined;

  readonly #options: ExecutionOptions;
  readonly #abort = new AbortController();
  readonly #background = new Set<Promise<unknown>>();
  readonly #end: () => void;

  /** Starts at once. */
  constructor(options: ExecutionOptions) {
    const { machine, name, input, clock } = options;
    this.#options = options;
    this.machine = machine;
    this.name = name;
    this.input = input;
    this.arn = executionArn(machine.arn, name);
    this.startDate = new Date(clock.now());
    this.history = new History(clock);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    this.#end = resolve;
    this.history.record("ExecutionStarted", 0, {
      executionStartedEventDetails: { input, inputDetails: whole, roleArn: machine.roleArn },
    });
    this.settled = this.#run();
  }

  /** Ends the execution as ABORTED, and with it what it runs. Has no effect once it has ended. */
  stop(error?: string, cause?: string): void {
    if (this.status !== "RUNNING") return;
    this.error = error;
    this.cause = cause;
    this.#finish("ABORTED");
    this.history.record("ExecutionAborted", 0, {
      executionAbortedEventDetails: {
        ...(error === undefined ? {} : { error }),
        ...(cause === undefined ? {} : { cause }),
      },
    });
    this.#abort.abort(new Aborted(cause ?? `the execution ${this.name} was stopped`));
  }

  async #run(): Promise<void> {
    const { machine, clock, session } = this.#options;
    const input: Json = JSON.parse(this.input);
    const thread = new Thread({
      block: machine.parsed,
      input,
      history: this.history,
      signal: this.#abort.signal,
    });
    const { TimeoutSeconds } = machine.parsed;
    const cancel =
      TimeoutSeconds === undefined ? () => {} : clock.after(TimeoutSeconds * 1000, () => this.#timeOut());
    try {
      const output = await follow(this.#runOf(input), thread);
      if (this.status === "RUNNING") this.#succeed(JSON.stringify(output), thread.lastEventId);
    } catch (failure) {
      if (this.status === "RUNNING") this.#fail(failure, thread.lastEventId);
    } finally {
      cancel();
    }
    await Promise.allSettled(this.#background);
    session.close();
  }

  #runOf(input: Json): Run {
    const { machine, clock, region, evaluator, random, session, surroundings } = this.#options;
    const run: Run = {
      execution: {
        arn: this.arn,
        name: this.name,
        roleArn: machine.roleArn,
        input,
        startTime: this.startDate.toISOString(),
      },
      machine,
      clock,
      region,
      evaluator,
      random,
      connect: (resource) => connectorFor(resource, { ...surroundings, session }),
      follow: (thread) => follow(run, thread),
      background: (work) => {
        this.#background.add(work);
        const done = () => this.#background.delete(work);
        work.then(done, done);
      },
    };
    return run;
  }

  #succeed(output: string, lastEventId: number): void {
    this.output = output;
    this.#finish("SUCCEEDED");
    this.history.record("ExecutionSucceeded", lastEventId, {
      executionSucceededEventDetails: { output, outputDetails: whole },
    });
  }

  /** Anything that is no StateError is a fault of the interpreter, and must be seen. */
  #fail(failure: unknown, lastEventId: number): void {
    const { error, cause } =
      failure instanceof StateError
        ? failure.details()
        : {
            error: "States.Runtime",
            cause: `The interpreter failed: ${failure instanceof Error ? (failure.stack ?? failure.message) : String(failure)}`,
          };
    this.error = error;
    this.cause = cause;
    this.#finish("FAILED");
    this.history.record("ExecutionFailed", lastEventId, {
      executionFailedEventDetails: {
        ...(error === undefined ? {} : { error }),
        ...(cause === undefined ? {} : { cause }),
      },
    });
  }

  #timeOut(): void {
    if (this.status !== "RUNNING") return;
    this.#finish("TIMED_OUT");
    this.history.record("ExecutionTimedOut", 0, { executionTimedOutEventDetails: {} });
    this.#abort.abort(new Aborted(`the execution ${this.name} timed out`));
  }

  #finish(status: ExecutionStatus): void {
    this.status = status;
    this.stopDate = new Date(this.#options.clock.now());
    this.#end();
  }
}
