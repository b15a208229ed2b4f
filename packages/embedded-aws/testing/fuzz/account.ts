import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { LongTermCredentials } from "../../host/identity/principal.ts";

export interface AccountReady {
  readonly endpoint: string;
  readonly credentials: LongTermCredentials;
}

export interface AccountTurn {
  /** CPU of the main thread in the longest turn of its event loop since the last question, in milliseconds. */
  readonly longestMs: number;
  /** Bytes. */
  readonly rss: number;
}

const momentMs = 1000;

/** An embedded AWS in another process. */
export interface Account extends AccountReady {
  /** Why the process has ended, if it has. After a lost connection its end may take a moment. */
  ended(): Promise<string | undefined>;
  turn(): Promise<AccountTurn>;
  /** Does what no request may: holds the event loop for 100 ms, or throws where nobody catches it. */
  disturb(how: "hold" | "end"): void;
  /** Ends a process that answers nobody. */
  kill(): void;
  stop(): Promise<void>;
}

export async function startAccount(): Promise<Account> {
  const child = fork(join(import.meta.dirname, "account-process.ts"), { silent: true });
  let output = "";
  const keep = (data: Buffer) => {
    output = `${output}${data}`.slice(-5000);
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  const exited = once(child, "exit");
  const why = () =>
    child.exitCode === null && child.signalCode === null
      ? undefined
      : `the process ended with ${child.exitCode ?? child.signalCode}: ${output}`;
  const answer = async <T>(): Promise<T> => {
    const [message] = await Promise.race([once(child, "message"), exited]);
    const end = why();
    if (end !== undefined) throw new Error(end);
    return message as T;
  };
  const { endpoint, credentials } = await answer<AccountReady>();
  return {
    endpoint,
    credentials,
    async ended() {
      await Promise.race([exited, delay(momentMs, undefined, { ref: false })]);
      return why();
    },
    turn() {
      send(child, "turn");
      return answer<AccountTurn>();
    },
    disturb: (how) => send(child, how),
    kill: () => void child.kill("SIGKILL"),
    async stop() {
      if (why() !== undefined) return;
      send(child, "stop");
      await exited;
    },
  };
}

function send(child: ChildProcess, message: string): void {
  if (child.connected) child.send(message);
}
