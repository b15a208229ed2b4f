import type { Clock } from "@batchline/clock";
import { AwsError } from "../../host/gateway/aws-error.ts";
import type { Identity } from "../../host/identity/identity.ts";
import type { Sqs } from "../sqs/sqs.ts";
import { TooManyRequests } from "./concurrency.ts";
import type { Outcome } from "./function-process.ts";
import type { FunctionVersion } from "./function-version.ts";

/** What happens to an asynchronous invocation. https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html */
export interface EventInvokeConfig {
  /** 0–2. */
  readonly retries: number;
  readonly maxAgeSeconds: number;
  /** ARN of the queue for records of failures. */
  readonly onFailure?: string | undefined;
  /** ARN of the queue for records of successes. */
  readonly onSuccess?: string | undefined;
}

export interface AsyncHost {
  readonly clock: Clock;
  readonly identity: Pick<Identity, "authorise" | "openSession">;
  readonly queues: Pick<Sqs, "send">;
}

/** A function to call. */
type Callable = Pick<FunctionVersion, "spec" | "version" | "arn" | "invoke">;

interface Invocation {
  /** Looks the function up, which may have changed since. */
  readonly find: () => Callable;
  readonly payload: string;
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const standard: EventInvokeConfig = { retries: 2, maxAgeSeconds: 6 * 3600 };

/**
 * Asynchronous invocations: Lambda tries again after an error of the function, a minute later, then two. It sends a record of the
 * end to a queue, with the function's role.
 */
export class AsyncInvocations {
  readonly #host: AsyncHost;
  /** `<function>:<version>` → its settings. */
  readonly #configs = new Map<string, EventInvokeConfig>();
  readonly #retries = new Set<() => void>();
  #stopped = false;
  readonly #running = new Set<Promise<void>>();

  constructor(host: AsyncHost) {
    this.#host = host;
  }

  /** Throws InvalidParameterValueException if the function's role may not send to a destination. */
  configure({ spec, version }: Pick<Callable, "spec" | "version">, config: EventInvokeConfig): void {
    for (const queue of [config.onFailure, config.onSuccess]) {
      if (queue === undefined || this.#maySend(spec.roleArn, queue)) continue;
      const message = "The provided execution role does not have permissions to call SendMessage on SQS";
      throw new AwsError("InvalidParameterValueException", message);
    }
    this.#configs.set(keyOf(spec.name, version), config);
  }

  unconfigure(name: string, version: string): void {
    this.#configs.delete(keyOf(name, version));
  }

  start(invocation: Omit<Invocation, "startedAt">): void {
    this.#run(() => this.#attempt({ ...invocation, startedAt: this.#host.clock.now() }, 1));
  }

  /** Resolves when no invocation runs. One that waits for its retry does not. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  #run(attempt: () => Promise<void>): void {
    const running = attempt().finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Gives up retries that wait, and lets what runs now have none: a timer would keep this process for a minute. */
  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#retries) cancel();
    this.#retries.clear();
  }

  async #attempt(invocation: Invocation, attempt: number, throttles = 0): Promise<void> {
    const { find, payload, requestId } = invocation;
    let called: Callable;
    let outcome: Outcome;
    try {
      called = find();
      outcome = await called.invoke({ payload, requestId });
    } catch (cause) {
      if (cause instanceof TooManyRequests) return this.#afterThrottle(invocation, attempt, throttles);
      // The function was deleted, or Lambda stops.
      if (cause instanceof AwsError) return;
      throw cause;
    }
    if (this.#stopped) return;
    const config = this.#configOf(called);
    const ended = (condition: string, queue: string | undefined) => {
      if (queue !== undefined) this.#record(called, invocation, outcome, { condition, attempt, queue });
    };
    if (outcome.functionError === undefined) return ended("Success", config.onSuccess);
    if (attempt > config.retries) return ended("RetriesExhausted", config.onFailure);
    const delay = attempt * 60_000;
    if (this.#tooOld(invocation, delay, config)) return ended("EventAgeExceeded", config.onFailure);
    this.#later(delay, () => this.#attempt(invocation, attempt + 1));
  }

  /** Lambda tries again after 1 s, then less often, up to every 5 minutes, until the event is too old. It counts as no attempt. */
  #afterThrottle(invocation: Invocation, attempt: number, throttles: number): void {
    const called = invocation.find();
    const config = this.#configOf(called);
    const delay = Math.min(1000 * 2 ** throttles, 300_000);
    const { onFailure: queue } = config;
    const of = { condition: "EventAgeExceeded", attempt: attempt - 1 };
    if (!this.#tooOld(invocation, delay, config))
      this.#later(delay, () => this.#attempt(invocation, attempt, throttles + 1));
    else if (queue !== undefined) this.#record(called, invocation, undefined, { ...of, queue });
  }

  #configOf({ spec, version }: Callable): EventInvokeConfig {
    return this.#configs.get(keyOf(spec.name, version)) ?? standard;
  }

  #tooOld({ startedAt }: Invocation, delay: number, { maxAgeSeconds }: EventInvokeConfig): boolean {
    return this.#host.clock.now() + delay - startedAt > maxAgeSeconds * 1000;
  }

  #later(delay: number, action: () => Promise<void>): void {
    const cancel = this.#host.clock.after(delay, () => {
      this.#retries.delete(cancel);
      this.#run(action);
    });
    this.#retries.add(cancel);
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
  #record(
    { spec, arn, version }: Callable,
    { payload, requestId }: Invocation,
    outcome: Outcome | undefined,
    of: { readonly condition: string; readonly attempt: number; readonly queue: string },
  ): void {
    // A denied message is lost, as on AWS. The denial is recorded.
    if (!this.#maySend(spec.roleArn, of.queue)) return;
    const record = {
      version: "1.0",
      timestamp: new Date(this.#host.clock.now()).toISOString(),
      requestContext: {
        requestId,
        functionArn: version === "$LATEST" ? `${arn}:$LATEST` : arn,
        condition: of.condition,
        approximateInvokeCount: of.attempt,
      },
      requestPayload: JSON.parse(payload),
      ...(outcome !== undefined && {
        responseContext: {
          statusCode: 200,
          executedVersion: version,
          ...(outcome.functionError !== undefined && { functionError: outcome.functionError }),
        },
        responsePayload: JSON.parse(outcome.payload),
      }),
    };
    this.#host.queues.send(of.queue, JSON.stringify(record));
  }

  #maySend(roleArn: string, queue: string): boolean {
    const { identity } = this.#host;
    try {
      identity.authorise(identity.openSession(roleArn, "lambda").principal, "sqs:SendMessage", queue);
      return true;
    } catch (cause) {
      if (cause instanceof AwsError) return false;
      throw cause;
    }
  }
}

function keyOf(name: string, version: string): string {
  return `${name}:${version}`;
}
