import { randomBytes, randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Clock } from "@batchline/clock";
import { AwsError } from "../../host/gateway/aws-error.ts";
import type { Identity } from "../../host/identity/identity.ts";
import type { LogStore } from "../logs/log-store.ts";
import { FunctionProcess, type Outcome } from "./function-process.ts";

interface FunctionSpec {
  readonly name: string;
  readonly arn: string;
  /** `<file without extension>.<export>`, for example `index.handler`. */
  readonly handler: string;
  readonly runtime: string;
  readonly roleArn: string;
  readonly timeoutSeconds: number;
  readonly memoryMiB: number;
  readonly environment: Readonly<Record<string, string>>;
  /** File name → content of the deployment package. */
  readonly code: Readonly<Record<string, string | Uint8Array>>;
  /** @default "/aws/lambda/<name>" */
  readonly logGroup?: string | undefined;
}

interface LambdaOptions {
  /** Has one folder for each function, with its code. */
  readonly dir: string;
  readonly identity: Pick<Identity, "credentialsFor">;
  readonly logs: Pick<LogStore, "put">;
  readonly clock: Clock;
  readonly region: string;
  /** The gateway's URL, needed when a function starts. */
  readonly endpoint: () => string;
}

interface Environment {
  readonly process: FunctionProcess;
  /** Epoch milliseconds: its credentials are too old for an invocation after that. */
  readonly staleAt: number;
}

interface DeployedFunction {
  readonly spec: FunctionSpec;
  readonly file: string;
  readonly exportName: string;
  readonly idle: Environment[];
}

export class Lambda {
  readonly #options: LambdaOptions;
  readonly #functions = new Map<string, DeployedFunction>();
  readonly #processes = new Set<FunctionProcess>();
  #stopped = false;

  constructor(options: LambdaOptions) {
    this.#options = options;
  }

  async putFunction(spec: FunctionSpec): Promise<void> {
    if (!spec.runtime.startsWith("nodejs"))
      throw invalid(`${spec.name}: the embedded AWS runs Node.js functions only, not ${spec.runtime}`);
    const [module = "", exportName = ""] = spec.handler.split(/\.(?=[^.]+$)/);
    const entry = [".mjs", ".js", ".cjs"]
      .map((ending) => module + ending)
      .find((name) => Object.hasOwn(spec.code, name));
    const files = `${module}.mjs or ${module}.js in the function's code`;
    if (entry === undefined) throw invalid(`${spec.name}: handler ${spec.handler} needs ${files}`);
    const dir = join(this.#options.dir, spec.name);
    for (const [name, content] of Object.entries(spec.code)) {
      await mkdir(dirname(join(dir, name)), { recursive: true });
      await writeFile(join(dir, name), content);
    }
    const replaced = this.#functions.get(spec.name);
    this.#functions.set(spec.name, { spec, file: join(dir, entry), exportName, idle: [] });
    if (replaced !== undefined) await Promise.all(replaced.idle.map(({ process }) => process.stop()));
  }

  /** Finds a function by name, ARN or partial ARN, with or without a qualifier. Throws ResourceNotFoundException. */
  find(reference: string): FunctionSpec {
    const name = reference.replace(/^.*:function:/, "").replace(/:.*$/, "");
    const found = this.#functions.get(name);
    if (found === undefined) {
      const arn = `arn:aws:lambda:${this.#options.region}:*:function:${name}`;
      throw new AwsError("ResourceNotFoundException", `Function not found: ${arn}`, 404);
    }
    return found.spec;
  }

  async invoke(name: string, payload: string, requestId: string = randomUUID()): Promise<Outcome> {
    const target = this.#functions.get(this.find(name).name);
    if (target === undefined || this.#stopped)
      throw new AwsError("ServiceException", "The service is stopping", 503);
    const environment = this.#environmentOf(target);
    const outcome = await environment.process.invoke(requestId, payload);
    if (environment.process.alive && !this.#stopped) target.idle.push(environment);
    else this.#processes.delete(environment.process);
    return outcome;
  }

  /** An asynchronous invocation: a failure is in the function's log. */
  invokeLater(name: string, payload: string, requestId?: string): void {
    this.invoke(name, payload, requestId).catch(() => {});
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#processes].map((process) => process.stop()));
  }

  #environmentOf(target: DeployedFunction): Environment {
    for (let warm = target.idle.pop(); warm !== undefined; warm = target.idle.pop()) {
      if (warm.process.alive && warm.staleAt > this.#options.clock.now()) return warm;
      this.#processes.delete(warm.process);
      void warm.process.stop();
    }
    const started = this.#start(target);
    this.#processes.add(started.process);
    return started;
  }

  #start({ spec, file, exportName }: DeployedFunction): Environment {
    const { identity, logs, clock, region, endpoint } = this.#options;
    const credentials = identity.credentialsFor(spec.roleArn, spec.name);
    const logGroup = spec.logGroup ?? `/aws/lambda/${spec.name}`;
    const day = new Date(clock.now()).toISOString().slice(0, 10).replaceAll("-", "/");
    const logStream = `${day}/[$LATEST]${randomBytes(16).toString("hex")}`;
    const process = new FunctionProcess({
      ...spec,
      file,
      exportName,
      clock,
      onLine: (message) => logs.put(logGroup, logStream, [{ timestamp: clock.now(), message }]),
      environment: {
        ...spec.environment,
        AWS_LAMBDA_FUNCTION_NAME: spec.name,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMiB),
        AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
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
    // The longest invocation takes 15 minutes: credentials must be valid that long.
    return { process, staleAt: Date.parse(credentials.expiration) - 15 * 60_000 };
  }
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message);
}
