import { AwsError } from "../../host/gateway/aws-error.ts";

type ThrottleReason =
  | "ReservedFunctionConcurrentInvocationLimitExceeded"
  | "ConcurrentInvocationLimitExceeded";

/** An invocation that would exceed a limit of concurrency. */
export class TooManyRequests extends AwsError {
  readonly reason: ThrottleReason;

  constructor(reason: ThrottleReason) {
    super("TooManyRequestsException", "Rate Exceeded.", 429);
    this.reason = reason;
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
const unreservedAtLeast = 100;

/** How many invocations of functions may run at once. https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html */
export class Concurrency {
  /** Of all functions together. A test may lower it. */
  accountLimit = 1000;
  readonly #reserved = new Map<string, number>();
  /** Name → invocations that run, of all versions. */
  readonly #running = new Map<string, number>();

  /** Begins an invocation. Returns a function that ends it. Throws TooManyRequests. */
  enter(name: string): () => void {
    const reserved = this.#reserved.get(name);
    if (reserved !== undefined && this.#runningOf(name) >= reserved)
      throw new TooManyRequests("ReservedFunctionConcurrentInvocationLimitExceeded");
    if (reserved === undefined && this.#runningUnreserved() >= this.#unreserved())
      throw new TooManyRequests("ConcurrentInvocationLimitExceeded");
    this.#running.set(name, this.#runningOf(name) + 1);
    return () => this.#running.set(name, this.#runningOf(name) - 1);
  }

  /** What a function has for itself; 0 lets none run, `undefined` takes it back. Throws InvalidParameterValueException. */
  reserve(name: string, executions: number | undefined): void {
    const before = this.#reserved.get(name);
    this.#reserved.delete(name);
    if (executions === undefined) return;
    if (executions > 0 && this.#unreserved() - executions < unreservedAtLeast) {
      if (before !== undefined) this.#reserved.set(name, before);
      const message = `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${unreservedAtLeast}].`;
      throw new AwsError("InvalidParameterValueException", message);
    }
    this.#reserved.set(name, executions);
  }

  reservedOf(name: string): number | undefined {
    return this.#reserved.get(name);
  }

  #runningOf(name: string): number {
    return this.#running.get(name) ?? 0;
  }

  #unreserved(): number {
    return [...this.#reserved.values()].reduce((left, each) => left - each, this.accountLimit);
  }

  #runningUnreserved(): number {
    const others = [...this.#running].filter(([name]) => !this.#reserved.has(name));
    return others.reduce((sum, [, count]) => sum + count, 0);
  }
}
