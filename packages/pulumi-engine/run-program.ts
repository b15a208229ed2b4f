import { resolve } from "node:path";
import { must } from "@batchline/diagnostics";
import { readAutonaming } from "./naming/autonaming.ts";
import type { Diagnostic } from "./program/diagnostic.ts";
import { programError } from "./program/program-error.ts";
import { runProgramProcess } from "./program/program-process.ts";
import { type ConfigOverrides, loadProject } from "./project/load-project.ts";
import { programPlace } from "./project/program-place.ts";
import { startEngineServer } from "./protocol/engine-server.ts";
import type { PropertyMap } from "./protocol/property.ts";
import { Monitor } from "./registrations/monitor.ts";
import type { Functions, Provider } from "./registrations/provider.ts";
import type { Registrar } from "./registrations/registrar.ts";
import type { Registration } from "./registrations/registration.ts";
import { memoryState, type StackState } from "./state/state-file.ts";
import type { StateResource } from "./state/state-resource.ts";
import { Deployment, type Review } from "./steps/deployment.ts";
import { Destruction } from "./steps/destruction.ts";
import type { StepListener } from "./steps/step.ts";

export interface RunProgramOptions {
  /** The folder with Pulumi.yaml. */
  readonly root: string;
  /** `dev` reads Pulumi.dev.yaml. */
  readonly stack: string;
  /**
   * `up` brings the stack to what the program registers, through `provider`. `preview` only plans that. `destroy` deletes all but
   * protected resources and what these need. The program then says what is protected, and answers its hooks, as with
   * `pulumi destroy --run-program`. `preview-destroy` only plans that.
   */
  readonly mode: "preview" | "up" | "destroy" | "preview-destroy";
  /** `pulumi.runtime.isDryRun()`. In a dry run, values that `provider` leaves out are unknown. @default false for `up` only */
  readonly dryRun?: boolean;
  /** Replaces values of the stack's configuration. Keys without a namespace belong to the project. */
  readonly config?: ConfigOverrides;
  /** Replaces encrypted values of the configuration. @default an encrypted value is an error */
  readonly encrypted?: string;
  /** Required in `up` mode, and for a preview of an existing stack. @default a preview without checks of inputs */
  readonly provider?: Provider;
  /** The stack as it is. It is changed after each step; not in a preview. @default a new stack, which is not kept */
  readonly state?: StackState;
  /** Called with each step, deletions included. */
  readonly onStep?: StepListener;
  /** Answers the program's function calls. @default a call ends the program */
  readonly functions?: Functions;
  /** Called with each registered resource before it is created. Can replace its inputs. */
  readonly review?: Review;
  /** Environment variables for the program's process, beside those of this process. Undefined removes one. @default no others */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Called with each message of the program at once, debug messages included. */
  readonly onLog?: (diagnostic: Diagnostic) => void;
  /** Kills the program; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface ProgramRun {
  /** All resources in the order of registration. The stack comes first. After `destroy`: what stays. */
  readonly resources: readonly StateResource[];
  /** The program's exports, secrets unwrapped. Some are `unknown` at preview. */
  readonly outputs: PropertyMap;
  /** Paths of secret outputs. */
  readonly secretOutputs: readonly string[];
  /** Messages of the program, without debug messages. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Runs an unmodified Pulumi program against this engine: without CLI, credentials or network.
 * @throws {ProjectError} for an invalid Pulumi.yaml, stack file or override
 * @throws {ResourceFailure} if the provider could not create, change or delete a resource
 * @throws {ProtectedError} if a protected resource would be deleted or replaced; from a preview after its last step
 * @throws {AliasError} if two resources claim one of the state
 * @throws {ProgramError} if the program itself failed
 * @example
 * const { resources, outputs } = await runProgram({ root: ".", stack: "dev", mode: "preview" });
 */
export async function runProgram(options: RunProgramOptions): Promise<ProgramRun> {
  const { stack, mode, signal, functions, review, provider, dryRun = mode !== "up" } = options;
  const { state = memoryState(), onStep = () => {} } = options;
  const [preview, destroys] = [mode.startsWith("preview"), mode.endsWith("destroy")];
  if (!preview || state.resources.length > 0) must(provider, "a deployment has a provider");
  signal?.throwIfAborted();
  const root = resolve(options.root);
  const { config: overrides = {}, encrypted, environment = {} } = options;
  const {
    name: project,
    config,
    ...settings
  } = await loadProject({ root, stack, overrides, ...(encrypted && { encrypted }) });

  const diagnostics: Diagnostic[] = [];
  const onLog = (diagnostic: Diagnostic) => {
    if (diagnostic.severity !== "debug") diagnostics.push(diagnostic);
    options.onLog?.(diagnostic);
  };
  signal?.throwIfAborted();
  const failed = new AbortController();
  const place = await programPlace(root);
  const ofSteps = {
    ...{ preview, state, onStep, provider },
    onFailure: (cause: Error) => failed.abort(cause),
    onWarning: ({ urn }: Registration, message: string) => onLog({ severity: "warning", message, urn }),
  };
  // What `destroy` does is real, although the program sees a preview: it may have resources that do not exist.
  const configValue = (key: string) => config[`${project}:${key}`];
  const deployment: Registrar = destroys
    ? new Destruction({ ...ofSteps, dryRun: preview })
    : new Deployment({
        ...{ ...ofSteps, root: place.folder, dryRun, config, review },
        autonaming: readAutonaming(config["pulumi:autonaming"], { project, stack, configValue }),
      });
  const monitor = new Monitor({ root, stack, project, deployment, functions });
  const end = new AbortController();
  const aborted = stopOnAbort(deployment, options, end.signal);
  const hasErrors = () => diagnostics.some(({ severity }) => severity === "error");
  let finishing: Promise<readonly StateResource[]> | undefined;
  const finish = () => {
    finishing ??= deployment.settled().then(() => deployment.finish());
    return finishing;
  };
  // A program that waits for this end still answers its hooks. Its process is awaited below, and then the outcome.
  const onRegistered = async () => {
    if (!hasErrors()) await finish().catch(() => {});
  };
  const server = await startEngineServer({ monitor, project, stack, dryRun, onLog, onRegistered });
  try {
    const code = await runProgramProcess({
      ...settings,
      ...{ ...place, root, project, stack, dryRun, config, environment },
      address: server.address,
      onOutput: onLog,
      signal: AbortSignal.any([failed.signal, ...(signal === undefined ? [] : [signal])]),
    });
    await Promise.race([deployment.settled(), aborted]);
    signal?.throwIfAborted();
    failed.signal.throwIfAborted();
    if (code !== 0 || hasErrors()) throw programError(root, diagnostics, lastLines(diagnostics, code));
    await Promise.race([finish(), aborted]);
    signal?.throwIfAborted();
    return { resources: await finish(), ...deployment.registered.exports, diagnostics };
  } finally {
    end.abort();
    server.stop();
  }
}

/** Resolves when an aborted deployment is no longer waited for. A state waits a moment for the steps that have begun. */
function stopOnAbort(
  deployment: Registrar,
  { signal, state }: Pick<RunProgramOptions, "signal" | "state">,
  end: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      deployment.stop(signal?.reason);
      setTimeout(resolve, state === undefined ? 0 : 2000).unref();
    };
    signal?.addEventListener("abort", stop, { signal: end });
  });
}

/** The output of a program that ended without an error message. */
function lastLines(diagnostics: readonly Diagnostic[], code: number | null): string {
  const printed = diagnostics.slice(-20).map(({ message }) => message);
  return [`the program ended with exit code ${code ?? "none"}`, ...printed].join("\n");
}
