import type { Clock } from "@batchline/clock";
import { AwsError } from "../../host/gateway/aws-error.ts";
import type { Identity } from "../../host/identity/identity.ts";
import type { Sqs } from "../sqs/sqs.ts";
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
    void this.#attempt({ ...invocation, startedAt: this.#host.clock.now() }, 1);
  }

  /** Gives up retries that wait. */
  stop(): void {
    for (const cancel of this.#retries) cancel();
    this.#retries.clear();
  }

  async #attempt(invocation: Invocation, attempt: number): Promise<void> {
    const { find, payload, requestId, startedAt } = invocation;
    let called: Callable;
    let outcome: Outcome;
    try {
      called = find();
      outcome = await called.invoke(payload, requestId);
    } catch (cause) {
      // The function was deleted, or Lambda stops.
      if (cause instanceof AwsError) return;
      throw cause;
    }
    const config = this.#configs.get(keyOf(called.spec.name, called.version)) ?? standard;
    const ended = (condition: string, queue: string | undefined) => {
      if (queue !== undefined) this.#record(called, invocation, outcome, { condition, attempt, queue });
    };
    if (outcome.functionError === undefined) return ended("Success", config.onSuccess);
    if (attempt > config.retries) return ended("RetriesExhausted", config.onFailure);
    const delay = attempt * 60_000;
    const { clock } = this.#host;
    if (clock.now() + delay - startedAt > config.maxAgeSeconds * 1000)
      return ended("EventAgeExceeded", config.onFailure);
    const cancel = clock.after(delay, () => {
      this.#retries.delete(cancel);
      void this.#attempt(invocation, attempt + 1);
    });
    this.#retries.add(cancel);
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
  #record(
    { spec, arn, version }: Callable,
    { payload, requestId }: Invocation,
    outcome: Outcome,
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
      responseContext: {
        statusCode: 200,
        executedVersion: version,
        ...(outcome.functionError !== undefined && { functionError: outcome.functionError }),
      },
      responsePayload: JSON.parse(outcome.payload),
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
