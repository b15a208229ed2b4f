import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { isDeepStrictEqual } from "node:util";
import type { Clock } from "@batchline/clock";
import { AwsError } from "../../host/gateway/aws-error.ts";
import type { Identity } from "../../host/identity/identity.ts";
import type { LogStore } from "../logs/log-store.ts";
import type { Concurrency } from "./concurrency.ts";
import type { CodeFiles } from "./function-code.ts";
import { codeHash } from "./function-code.ts";
import { FunctionProcess, type Invocation, type Outcome } from "./function-process.ts";

export interface FunctionSpec {
  readonly name: string;
  /** Without a version. */
  readonly arn: string;
  /** `<file without extension>.<export>`, for example `index.handler`. */
  readonly handler: string;
  readonly runtime: string;
  readonly roleArn: string;
  readonly timeoutSeconds: number;
  readonly memoryMiB: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly code: CodeFiles;
  /** @default "/aws/lambda/<name>" */
  readonly logGroup?: string | undefined;
  /** @default "Text" */
  readonly logFormat?: "JSON" | "Text" | undefined;
}

/** What the processes of functions need. */
export interface FunctionHost {
  readonly identity: Pick<Identity, "credentialsFor" | "recordDenial">;
  readonly logs: Pick<LogStore, "put">;
  readonly clock: Clock;
  readonly region: string;
  readonly concurrency: Concurrency;
  /** The gateway's URL, needed when a function starts. */
  readonly endpoint: () => string;
}

/** Where its code is. */
export interface CodePlace {
  readonly dir: string;
  /** The handler's file. */
  readonly file: string;
  readonly exportName: string;
}

interface Environment {
  readonly process: FunctionProcess;
  /** Epoch milliseconds: its credentials are too old for an invocation after that. */
  readonly staleAt: number;
}

const startingAtOnce = Math.max(2, availableParallelism());

/** The version that changes. */
export const latest = "$LATEST";

/** A version of a function, with its processes. It never changes: a change of `$LATEST` makes another one. */
export class FunctionVersion {
  readonly spec: FunctionSpec;
  /** `$LATEST`, or a number. */
  readonly version: string;
  readonly place: CodePlace;
  readonly #host: FunctionHost;
  readonly #processes = new Set<FunctionProcess>();
  readonly #idle: Environment[] = [];
  readonly #unused = Promise.withResolvers<void>();
  /** Invocations that wait for a process, the oldest first. */
  readonly #waiting: ((environment: Environment) => void)[] = [];
  /** Processes that start. */
  #starting = 0;
  #running = 0;
  /** Nothing new calls it. */
  #retired = false;
  #stopped = false;

  constructor(host: FunctionHost, spec: FunctionSpec, place: CodePlace, version = latest) {
    this.#host = host;
    this.spec = spec;
    this.place = place;
    this.version = version;
  }

  /** With its number, if it is published. */
  get arn(): string {
    return this.version === latest ? this.spec.arn : `${this.spec.arn}:${this.version}`;
  }

  /** Throws AwsError above a limit of concurrency, and once the service stops. */
  async invoke(invocation: Invocation): Promise<Outcome> {
    if (this.#stopped) throw new AwsError("ServiceException", "The service is stopping", 503);
    const leave = this.#host.concurrency.enter(this.spec.name);
    this.#running++;
    const environment = await this.#environment();
    const outcome = await environment.process.invoke(invocation);
    this.#running--;
    leave();
    this.#free(environment);
    if (this.#retired) void this.retire();
    return outcome;
  }

  /** Stops the processes that wait for an invocation. */
  async stopIdle(): Promise<void> {
    const idle = this.#idle.splice(0).map(({ process }) => process);
    for (const process of idle) this.#processes.delete(process);
    await Promise.all(idle.map((process) => process.stop()));
  }

  /** Lets invocations that run go on to their end, and starts no process for others. */
  async retire(): Promise<void> {
    this.#retired = true;
    await this.stopIdle();
    if (this.#running === 0) this.#unused.resolve();
  }

  /** Resolves after `retire`, when the last invocation has ended. */
  get unused(): Promise<void> {
    return this.#unused.promise;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#processes].map((process) => process.stop()));
  }

  /** The process that is free first: an idle one, one whose invocation ends, or a new one. */
  #environment(): Environment | Promise<Environment> {
    for (let warm = this.#idle.pop(); warm !== undefined; warm = this.#idle.pop()) {
      if (this.#isUsable(warm)) return warm;
      this.#discard(warm);
    }
    const free = Promise.withResolvers<Environment>();
    this.#waiting.push(free.resolve);
    this.#startForWaiting();
    return free.promise;
  }

  /** A process for each invocation that waits. More at once would only start more slowly. */
  #startForWaiting(): void {
    while (this.#starting < Math.min(this.#waiting.length, startingAtOnce)) {
      const environment = this.#start();
      this.#starting++;
      void environment.process.ready.then(() => {
        this.#starting--;
        // Also one that did not start, so that its invocation reports why.
        const next = this.#waiting.shift();
        if (next !== undefined) next(environment);
        else this.#free(environment);
        if (this.#stopped) for (const each of this.#waiting.splice(0)) each(environment);
        this.#startForWaiting();
      });
    }
  }

  #free(environment: Environment): void {
    const next = this.#isUsable(environment) && !this.#stopped ? this.#waiting.shift() : undefined;
    if (next !== undefined) next(environment);
    else if (this.#isUsable(environment) && !this.#stopped && !this.#retired) this.#idle.push(environment);
    else this.#discard(environment);
  }

  #isUsable({ process, staleAt }: Environment): boolean {
    return process.alive && staleAt > this.#host.clock.now();
  }

  #discard({ process }: Environment): void {
    this.#processes.delete(process);
    void process.stop();
  }

  #start(): Environment {
    const { spec, version, arn } = this;
    const { identity, logs, clock, region, endpoint } = this.#host;
    const credentials = identity.credentialsFor(spec.roleArn, spec.name);
    const logGroup = spec.logGroup ?? `/aws/lambda/${spec.name}`;
    const day = new Date(clock.now()).toISOString().slice(0, 10).replaceAll("-", "/");
    const logStream = `${day}/[${version}]${randomBytes(16).toString("hex")}`;
    const process = new FunctionProcess({
      ...spec,
      ...this.place,
      arn,
      version,
      clock,
      onLine: (message) => logs.put(logGroup, logStream, [{ timestamp: clock.now(), message }]),
      environment: {
        TZ: ":UTC",
        ...spec.environment,
        AWS_LAMBDA_FUNCTION_NAME: spec.name,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMiB),
        AWS_LAMBDA_FUNCTION_VERSION: version,
        AWS_LAMBDA_LOG_GROUP_NAME: logGroup,
        AWS_LAMBDA_LOG_STREAM_NAME: logStream,
        AWS_EXECUTION_ENV: `AWS_Lambda_${spec.runtime}`,
        AWS_REGION: region,
        AWS_DEFAULT_REGION: region,
        AWS_ENDPOINT_URL: endpoint(),
        // Otherwise an SDK could read the developer's settings.
        AWS_CONFIG_FILE: "/dev/null",
        AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
        AWS_EC2_METADATA_DISABLED: "true",
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_SESSION_TOKEN: credentials.sessionToken,
      },
    });
    this.#processes.add(process);
    // The longest invocation takes 15 minutes: credentials must be valid that long.
    return { process, staleAt: Date.parse(credentials.expiration) - 15 * 60_000 };
  }
}

/** Whether two functions have the same settings and the same code. */
export function isSame(
  { code, ...spec }: FunctionSpec,
  { code: otherCode, ...other }: FunctionSpec,
): boolean {
  return isDeepStrictEqual(spec, other) && codeHash(code).equals(codeHash(otherCode));
}
