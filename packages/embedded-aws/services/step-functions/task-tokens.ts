import type { Json } from "@batchline/asl";
import type { Clock } from "@batchline/clock";
import { StateError } from "@batchline/state-machines";
import { AwsError } from "../../host/gateway/aws-error.ts";

interface WaitingTask {
  succeed(result: Json): void;
  fail(failure: StateError): void;
  /** A heartbeat: its time starts anew. */
  beat(): void;
}

export class TaskTokens {
  readonly #clock: Clock;
  readonly #waiting = new Map<string, WaitingTask>();
  readonly #over = new Set<string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves with the reported output. Rejects with the reported StateError, States.Timeout, or the signal's reason. */
  async wait(token: string, heartbeatSeconds: number | undefined, signal: AbortSignal): Promise<Json> {
    const { promise, resolve, reject } = Promise.withResolvers<Json>();
    // AWS reports States.Timeout, and lets States.HeartbeatTimeout match it.
    const late = () => reject(new StateError("States.Timeout", undefined, ["States.HeartbeatTimeout"]));
    const aborted = () => reject(signal.reason);
    let cancel = () => {};
    const beat = () => {
      cancel();
      if (heartbeatSeconds !== undefined) cancel = this.#clock.after(heartbeatSeconds * 1000, late);
    };
    if (signal.aborted) aborted();
    signal.addEventListener("abort", aborted, { once: true });
    beat();
    this.#waiting.set(token, { succeed: resolve, fail: reject, beat });
    try {
      return await promise;
    } finally {
      cancel();
      signal.removeEventListener("abort", aborted);
      this.#waiting.delete(token);
      this.#over.add(token);
    }
  }

  /** Throws InvalidToken for an unknown token, TaskTimedOut for the token of a task that is over. */
  find(token: string): WaitingTask {
    const waiting = this.#waiting.get(token);
    if (waiting !== undefined) return waiting;
    if (this.#over.has(token))
      throw new AwsError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
    throw new AwsError("InvalidToken", "Invalid Token: 'Invalid token'");
  }
}
