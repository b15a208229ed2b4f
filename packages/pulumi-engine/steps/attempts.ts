import type { CodedError } from "@batchline/diagnostics";
import type { Registration } from "../registrations/registration.ts";
import { ResourceFailure } from "../registrations/resource-failure.ts";
import { AliasError } from "./aliases.ts";
import { ProtectedError } from "./refusals.ts";

export interface AttemptsOptions {
  readonly preview: boolean;
  /** Called once, with the first failure. No step begins after it. */
  readonly onFailure: (failure: CodedError) => void;
}

/** What a deployment is doing, and whether it may go on. */
export class Attempts {
  readonly #options: AttemptsOptions;
  readonly #running = new Set<Promise<unknown>>();
  #planning: Promise<unknown> = Promise.resolve();
  #stopped: Error | undefined;
  #refusal: ProtectedError | undefined;

  constructor(options: AttemptsOptions) {
    this.#options = options;
  }

  /** Why a preview will not be possible as a deployment. */
  get refusal(): ProtectedError | undefined {
    return this.#refusal;
  }

  refuse(error: ProtectedError): void {
    this.#refusal ??= error;
  }

  /** Begins no more steps. `reason` is what further calls throw. */
  stop(reason: Error): void {
    this.#stopped ??= reason;
  }

  throwIfStopped(): void {
    if (this.#stopped !== undefined) throw this.#stopped;
  }

  /** Does something for a resource. An error stops the deployment; in a preview, protection does not. */
  async attempt<T>(resource: Registration, act: () => Promise<T>): Promise<T> {
    const attempt = act().catch((cause: unknown) => {
      throw this.fail(resource, cause);
    });
    this.#running.add(attempt);
    try {
      return await attempt;
    } finally {
      this.#running.delete(attempt);
    }
  }

  /** Decisions are made one after the other. */
  inTurn<T>(decide: () => Promise<T>): Promise<T> {
    const turn = this.#planning.then(() => {
      this.throwIfStopped();
      return decide();
    });
    this.#planning = turn.catch(() => {});
    return turn;
  }

  /** Waits for the attempts that have begun. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  /** The error to throw. */
  fail(resource: Registration, cause: unknown): Error {
    if (this.#stopped !== undefined && cause === this.#stopped) return this.#stopped;
    const failure = isFailure(cause) ? cause : new ResourceFailure(resource, cause);
    if (failure instanceof ProtectedError && this.#options.preview) {
      this.#refusal ??= failure;
      return this.#refusal;
    }
    if (this.#stopped === undefined) this.#options.onFailure(failure);
    this.stop(failure);
    return failure;
  }
}

type Failure = ResourceFailure | ProtectedError | AliasError;

function isFailure(cause: unknown): cause is Failure {
  return cause instanceof ResourceFailure || cause instanceof ProtectedError || cause instanceof AliasError;
}
