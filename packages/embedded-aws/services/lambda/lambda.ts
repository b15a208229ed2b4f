import { randomBytes, randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "@batchline/clock";
import { AwsError } from "../../host/gateway/aws-error.ts";
import type { Identity } from "../../host/identity/identity.ts";
import { accountId } from "../../host/identity/principal.ts";
import type { LogStore } from "../logs/log-store.ts";
import { type CodeFiles, codeHash, readFiles, writeFiles } from "./function-code.ts";
import { FunctionProcess, type Outcome } from "./function-process.ts";

export interface FunctionSpec {
  readonly name: string;
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
}

interface LambdaOptions {
  /** Has `<function>/<hash of the code>` with the code of each function. */
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
  /** The folder with its code. */
  readonly dir: string;
  /** The handler's file. */
  readonly file: string;
  readonly exportName: string;
  readonly idle: Environment[];
  /** Number of invocations that run. */
  running: number;
}

/** What UpdateFunctionCode and UpdateFunctionConfiguration change. */
export type FunctionChanges = Partial<Omit<FunctionSpec, "name" | "arn">>;

export class Lambda {
  readonly #options: LambdaOptions;
  readonly #functions = new Map<string, DeployedFunction>();
  readonly #processes = new Set<FunctionProcess>();
  #stopped = false;

  constructor(options: LambdaOptions) {
    this.#options = options;
  }

  /** Throws AwsError for a used name, and for a function that cannot run here. */
  async createFunction(spec: FunctionSpec): Promise<void> {
    const { name } = spec;
    if (this.#functions.has(name))
      throw new AwsError("ResourceConflictException", `Function already exist: ${name}`, 409);
    this.#functions.set(name, await this.#deploy(spec));
  }

  /** Creates a function of an earlier session, whose code is still in its folder. */
  async restoreFunction({
    codeSha256,
    ...spec
  }: Omit<FunctionSpec, "code"> & { readonly codeSha256: string }): Promise<void> {
    const code = await readFiles(this.#folder(spec.name, Buffer.from(codeSha256, "base64")));
    await this.createFunction({ ...spec, code });
  }

  /** Invocations that run end with the old code and settings; the next one has the new ones. Throws as createFunction does. */
  async updateFunction(reference: string, changes: FunctionChanges): Promise<FunctionSpec> {
    const before = this.#find(reference);
    const after = await this.#deploy({ ...before.spec, ...changes });
    this.#functions.set(before.spec.name, after);
    await this.#retire(before);
    return after.spec;
  }

  /** Invocations that run go on to their end. Throws ResourceNotFoundException. */
  async deleteFunction(reference: string): Promise<void> {
    const target = this.#find(reference);
    this.#functions.delete(target.spec.name);
    await this.#retire(target);
  }

  has(name: string): boolean {
    return this.#functions.has(name);
  }

  /** Finds a function by name, ARN or partial ARN, with or without a qualifier. Throws ResourceNotFoundException. */
  find(reference: string): FunctionSpec {
    return this.#find(reference).spec;
  }

  async invoke(name: string, payload: string, requestId: string = randomUUID()): Promise<Outcome> {
    const target = this.#find(name);
    if (this.#stopped) throw new AwsError("ServiceException", "The service is stopping", 503);
    const environment = this.#environmentOf(target);
    target.running++;
    const outcome = await environment.process.invoke(requestId, payload);
    target.running--;
    if (environment.process.alive && !this.#stopped) target.idle.push(environment);
    else this.#processes.delete(environment.process);
    if (!this.#isCurrent(target)) void this.#retire(target);
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

  #find(reference: string): DeployedFunction {
    const name = reference.replace(/^.*:function:/, "").replace(/:.*$/, "");
    const found = this.#functions.get(name);
    if (found !== undefined) return found;
    const arn = `arn:aws:lambda:${this.#options.region}:${accountId}:function:${name}`;
    throw new AwsError("ResourceNotFoundException", `Function not found: ${arn}`, 404);
  }

  #isCurrent(target: DeployedFunction): boolean {
    return this.#functions.get(target.spec.name) === target;
  }

  #folder(name: string, hash: Buffer): string {
    return join(this.#options.dir, name, hash.toString("hex"));
  }

  /** Checks a function and writes its code, to a folder of its own: a running invocation still reads the old one. */
  async #deploy(spec: FunctionSpec): Promise<DeployedFunction> {
    const { name, code, runtime, handler } = spec;
    if (!runtime.startsWith("nodejs"))
      throw invalid(`${name}: the embedded AWS runs Node.js functions only, not ${runtime}`);
    const [module = "", exportName = ""] = handler.split(/\.(?=[^.]+$)/);
    const entry = [".mjs", ".js", ".cjs"]
      .map((ending) => module + ending)
      .find((file) => Object.hasOwn(code, file));
    if (entry === undefined)
      throw invalid(`${name}: handler ${handler} needs ${module}.mjs or ${module}.js in the function's code`);
    const dir = this.#folder(name, codeHash(code));
    if (this.#functions.get(name)?.dir !== dir) await writeFiles(dir, code);
    return { spec, dir, file: join(dir, entry), exportName, idle: [], running: 0 };
  }

  /** Stops the idle processes of a function that was changed or deleted. Removes its code after its last invocation. */
  async #retire({ spec, dir, idle, running }: DeployedFunction): Promise<void> {
    const processes = idle.splice(0).map(({ process }) => process);
    for (const process of processes) this.#processes.delete(process);
    await Promise.all(processes.map((process) => process.stop()));
    if (running === 0 && this.#functions.get(spec.name)?.dir !== dir)
      await rm(dir, { recursive: true, force: true });
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
