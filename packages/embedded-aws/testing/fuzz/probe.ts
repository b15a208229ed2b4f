import { Agent, request } from "node:http";
import { signedRequest } from "../signed-request.ts";
import type { Account } from "./account.ts";

const everyMs = 50;

/** Another client, which asks for its identity every 50 ms. */
export class Probe {
  readonly #agent = new Agent({ keepAlive: true });
  readonly #account: Account;
  readonly #timer: NodeJS.Timeout;
  #longest = 0;
  #waiting = new Set<number>();

  constructor(account: Account) {
    this.#account = account;
    this.#timer = setInterval(() => this.#ask(), everyMs);
  }

  /** The longest wait since the last question, in milliseconds; one that goes on counts. */
  longestMs(): number {
    const now = performance.now();
    const longest = Math.max(this.#longest, ...[...this.#waiting].map((since) => now - since));
    this.#longest = 0;
    return longest;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#agent.destroy();
  }

  #ask(): void {
    const since = performance.now();
    this.#waiting.add(since);
    const done = () => {
      this.#waiting.delete(since);
      this.#longest = Math.max(this.#longest, performance.now() - since);
    };
    const body = "Action=GetCallerIdentity&Version=2011-06-15";
    const { endpoint, credentials } = this.#account;
    const { headers } = signedRequest(endpoint, credentials, {
      ...{ method: "POST", path: "/", service: "sts", body },
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    const asked = request(endpoint, { method: "POST", agent: this.#agent, headers }, (answer) => {
      answer.resume();
      answer.once("end", done);
    });
    asked.once("error", done);
    asked.end(body);
  }
}
