import { type ChildProcess, fork } from "node:child_process";
import { createInterface } from "node:readline";
import type { Clock } from "@batchline/clock";
import { endMark, InvocationLog } from "./invocation-log.ts";
import type { FromRuntime, RuntimeReady, ToRuntime } from "./runtime-messages.ts";

const runtime = new URL("runtime.js", import.meta.url);

interface ProcessSpec {
  readonly arn: string;
  readonly version: string;
  /** The handler's file and its export. */
  readonly file: string;
  readonly exportName: string;
  readonly logFormat?: "JSON" | "Text" | undefined;
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  /** The environment. Only the developer's PATH is added. */
  readonly environment: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly onLine: (line: string) => void;
}

export interface Outcome {
  readonly payload: string;
  readonly functionError?: "Unhandled";
  /** The end of the log, in Base64. Only if it was asked for. */
  readonly log?: string;
}

/** How a function is called. */
export interface Invocation {
  readonly payload: string;
  readonly requestId: string;
  /** The ARN by which the function was called. @default the ARN of the version */
  readonly arn?: string | undefined;
  /** Whether the outcome has the end of the log. @default false */
  readonly withLog?: boolean;
}

/** Lambda's limit of a response, in bytes. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const maxResponse = 6 * 1024 ** 2 + 100;

/** How long loading may take beside the timeout. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
const initMs = 10_000;

/** An execution environment of a function: a child process that handles one invocation at a time and stays warm. */
export class FunctionProcess {
  readonly #spec: ProcessSpec;
  readonly #child: ChildProcess;
  /** Resolves when it can be invoked, has ended before, or loads for so long that the first invocation's timeout counts. */
  readonly ready: Promise<void>;
  readonly #ended: Promise<void>;
  #endedBecause: string | undefined;
  #log: InvocationLog | undefined;
  #waiting: { readonly requestId: string; readonly settle: (outcome: Outcome) => void } | undefined;

  constructor(spec: ProcessSpec) {
    this.#spec = spec;
    this.#child = fork(runtime, [spec.file, spec.exportName, spec.logFormat ?? "Text"], {
      env: { ...spec.environment, ...(process.env.PATH === undefined ? {} : { PATH: process.env.PATH }) },
      execArgv: ["--enable-source-maps", `--max-old-space-size=${spec.memoryMiB}`],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream) createInterface({ input: stream }).on("line", (line) => this.#line(line));
    }
    const ready = Promise.withResolvers<void>();
    this.ready = ready.promise.finally(spec.clock.after(initMs, ready.resolve));
    this.#child.on("message", (message: FromRuntime | RuntimeReady) => {
      if ("ready" in message) ready.resolve();
      else if (this.#waiting?.requestId === message.requestId) this.#settle(message);
    });
    this.#ended = new Promise((resolve) => {
      this.#child.once("error", (cause) => this.#end(cause.message));
      this.#child.once("close", (code, signal) => {
        const how = signal === null ? `exit status ${code}` : `signal ${signal}`;
        this.#end(`Error: Runtime exited with error: ${how}`);
        ready.resolve();
        resolve();
      });
    });
  }

  get alive(): boolean {
    const { exitCode, signalCode, connected, killed } = this.#child;
    // A killed process may still be running.
    return exitCode === null && signalCode === null && connected && !killed;
  }

  /** Runs the handler. Never rejects: a function that throws, exits or times out is an outcome. */
  async invoke({ requestId, payload, arn, withLog = false }: Invocation): Promise<Outcome> {
    const { clock, timeoutSeconds, version, memoryMiB, arn: functionArn } = this.#spec;
    const log = withLog ? new InvocationLog(requestId) : undefined;
    this.#log = log;
    const timeoutMs = timeoutSeconds * 1000;
    const outcome = new Promise<Outcome>((resolve) => {
      this.#waiting = { requestId, settle: resolve };
    });
    // As on AWS, the timeout does not include loading the module, unless that takes long.
    await this.ready;
    const startedAt = performance.now();
    if (this.#endedBecause !== undefined) this.#end(this.#endedBecause);
    const cancelTimeout = clock.after(timeoutMs, () => {
      const message = `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
      this.#line(message);
      this.#child.kill("SIGKILL");
      this.#settle(failure("Sandbox.Timedout", message));
    });
    if (this.alive) {
      // The handler runs in a real process, so its deadline is in real time.
      const message: ToRuntime = {
        ...{ requestId, payload, functionArn: arn ?? functionArn, deadlineMs: Date.now() + timeoutMs },
        endMark: log && endMark(requestId),
      };
      this.#child.send(message, (cause) => {
        if (cause) this.#settle(failure("Runtime.ExitError", cause.message));
      });
    }
    const result = checkedSize(await outcome.finally(cancelTimeout));
    if (log === undefined) return result;
    const ms = performance.now() - startedAt;
    return { ...result, log: await log.tail({ requestId, version, memoryMiB, ms }) };
  }

  async stop(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  #line(line: string): void {
    const own = this.#log === undefined ? line : this.#log.take(line);
    if (own !== undefined) this.#spec.onLine(own);
  }

  #end(why: string): void {
    this.#endedBecause = why;
    this.#log?.end();
    const message = `RequestId: ${this.#waiting?.requestId} ${why}`;
    this.#settle(failure("Runtime.ExitError", message));
  }

  #settle(outcome: Outcome): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.settle(outcome);
  }
}

function checkedSize(outcome: Outcome): Outcome {
  if (Buffer.byteLength(outcome.payload) <= maxResponse) return outcome;
  const message = `Response payload size exceeded maximum allowed payload size (${maxResponse} bytes).`;
  return failure("Function.ResponseSizeTooLarge", message);
}

function failure(errorType: string, errorMessage: string): Outcome {
  return { payload: JSON.stringify({ errorType, errorMessage }), functionError: "Unhandled" };
}
