import { randomUUID } from "node:crypto";
import type { Json, JsonObject, State, Template } from "@batchline/asl";
import { defined } from "@batchline/diagnostics";
import { EvaluationFailure, LargeResult } from "../expressions/evaluator.ts";
import { whole } from "../history/history.ts";
import { dataLimitExceeded, payload, StateError } from "../state-error.ts";
import type { Run } from "./run.ts";
import type { MapItem, Position, Thread } from "./thread.ts";

/** All that an expression can read beside `$states.input` and `$states.context`. */
export interface Readable {
  readonly result?: Json;
  readonly errorOutput?: JsonObject;
  /** Only for a Map's ItemSelector, which is evaluated outside of the iteration. */
  readonly item?: MapItem;
}

/** One stay in a state, from entry to exit, with all retries. */
export class Visit<S extends State = State> {
  readonly run: Run;
  readonly thread: Thread;
  readonly name: string;
  readonly state: S;
  readonly input: Json;
  readonly #entered: NonNullable<Position["entered"]>;
  #retryCount = 0;
  #resumed: boolean;
  #token: string | undefined;

  /** Records the entry, unless a redrive resumes the thread within the state. */
  constructor(run: Run, thread: Thread, state: S) {
    const { name, input, entered } = thread.position;
    this.run = run;
    this.thread = thread;
    this.name = name;
    this.state = state;
    this.input = input;
    this.#resumed = entered !== undefined;
    this.#entered = entered ?? this.#enter();
    thread.position = { name, input, entered: this.#entered };
  }

  /** Whether a redrive resumed the state and this is its first try since. Finished work inside it is kept. */
  get resumed(): boolean {
    return this.#resumed;
  }

  retried(): void {
    this.#retryCount += 1;
    this.#resumed = false;
    this.#token = undefined;
  }

  /** Creates the `$states.context.Task.Token` of this try. */
  issueToken(): string {
    this.#token = randomUUID();
    return this.#token;
  }

  /** `location` is the template's field. Records and throws States.QueryEvaluationError. */
  async evaluate(template: Template, location: string, readable: Readable = {}): Promise<Json> {
    const { item, ...rest } = readable;
    const states = { input: this.input, context: this.#context(item), ...rest };
    try {
      return await this.run.evaluator.evaluate(template, location, { ...this.thread.variables(), states });
    } catch (cause) {
      if (cause instanceof LargeResult) throw dataLimitExceeded(this.name);
      if (!(cause instanceof EvaluationFailure)) throw cause;
      throw this.evaluationFailed(cause.message, cause.location);
    }
  }

  /** Evaluates, and checks the type by `fits`. */
  async evaluateTo<T extends Json>(
    template: Template,
    location: string,
    expected: string,
    fits: (value: Json) => value is T,
  ): Promise<T> {
    const value = await this.evaluate(template, location);
    if (fits(value)) return value;
    const actual = Array.isArray(value) ? "array" : value === null ? "null" : typeof value;
    throw this.evaluationFailed(
      `The JSONata expression '${String(template).replace(/^\{%\s*|\s*%\}$/g, "")}' specified for the field '${location}' ` +
        `returned an unexpected result type. Expected '${expected}', but was '${actual}' for value: ${JSON.stringify(value)}`,
      location,
    );
  }

  /** `evaluateTo` for a field that may be absent. */
  async evaluateIfSet<T extends Json>(
    template: Template | undefined,
    location: string,
    expected: string,
    fits: (value: Json) => value is T,
  ): Promise<T | undefined> {
    return template === undefined ? undefined : this.evaluateTo(template, location, expected, fits);
  }

  /** `value` as JSON text; more than 256 KiB is States.DataLimitExceeded. */
  payload(value: Json): string {
    return payload(value, this.name);
  }

  /** An error of the state itself, with AWS's words before the cause. */
  failure(error: string, cause: string): StateError {
    return new StateError(
      error,
      `An error occurred while executing the state '${this.name}' (entered at the event id #${this.#entered.eventId}). ${cause}`,
    );
  }

  /** Records that a field has no value, or not one that it may have. */
  evaluationFailed(what: string, location?: string): StateError {
    const failure = this.failure("States.QueryEvaluationError", what);
    this.thread.record("EvaluationFailed", {
      evaluationFailedEventDetails: defined({ ...failure.details(), location, state: this.name }),
    });
    return failure;
  }

  #enter(): NonNullable<Position["entered"]> {
    const { name, input } = this;
    const time = new Date(this.run.clock.now()).toISOString();
    const eventId = this.thread.record(`${this.state.Type}StateEntered`, {
      stateEnteredEventDetails: { name, input: JSON.stringify(input), inputDetails: whole },
    });
    return { eventId, time };
  }

  /** The context object. https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
  #context(item: MapItem | undefined): JsonObject {
    if (this.run.context !== undefined) return this.run.context;
    const { execution, machine } = this.run;
    const mapItem = item ?? this.thread.item;
    const retries = "Retry" in this.state || ["Task", "Map", "Parallel"].includes(this.state.Type);
    return defined({
      Execution: defined({
        Id: execution.arn,
        Input: execution.input,
        StartTime: execution.startTime,
        Name: execution.name,
        RoleArn: execution.roleArn,
        RedriveCount: execution.redriveCount,
        RedriveTime: execution.redriveTime,
      }),
      StateMachine: { Id: machine.arn, Name: machine.name },
      State: defined({
        Name: this.name,
        EnteredTime: this.#entered.time,
        RetryCount: retries ? this.#retryCount : undefined,
      }),
      Map: mapItem && { Item: { ...mapItem } },
      Task: this.#token === undefined ? undefined : { Token: this.#token },
    });
  }
}

export function isInteger(value: Json): value is number {
  return Number.isInteger(value);
}
