import type { Clock } from "@batchline/clock";
import { AwsError } from "../../../host/gateway/aws-error.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const tokenMs = 10 * 60_000;

/** The ClientRequestTokens of transactions that were done. */
export class RequestTokens {
  readonly #clock: Clock;
  readonly #done = new Map<string, { readonly request: string; readonly at: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether this very request was done in the last ten minutes. Throws IdempotentParameterMismatchException. */
  isDone(token: string, request: string): boolean {
    const done = this.#done.get(token);
    if (done === undefined || done.at + tokenMs <= this.#clock.now()) return false;
    if (done.request === request) return true;
    throw new AwsError("IdempotentParameterMismatchException", otherRequest);
  }

  add(token: string, request: string): void {
    const now = this.#clock.now();
    for (const [old, { at }] of this.#done) {
      if (at + tokenMs > now) break;
      this.#done.delete(old);
    }
    this.#done.delete(token);
    this.#done.set(token, { request, at: now });
  }
}

const otherRequest =
  "DynamoDB rejected the request because you retried a request with a different payload but with an idempotent token that was already used.";
