import { resolve } from "node:path";
import type { Diagnostic } from "./program/diagnostic.ts";
import { programError } from "./program/program-error.ts";
import { runProgramProcess } from "./program/program-process.ts";
import { type ConfigOverrides, loadProject } from "./project/load-project.ts";
import { startEngineServer } from "./protocol/engine-server.ts";
import type { PropertyMap } from "./protocol/property.ts";
import { Monitor, type Review } from "./registrations/monitor.ts";
import type { Functions, Provider } from "./registrations/provider.ts";
import type { RegisteredResource } from "./registrations/registration.ts";
import type { ResourceFailure } from "./registrations/resource-failure.ts";

export interface RunProgramOptions {
  /** The folder with Pulumi.yaml. */
  readonly root: string;
  /** `dev` reads Pulumi.dev.yaml. */
  readonly stack: string;
  /**
   * `preview`: what providers compute is unknown, as in a first `pulumi preview`. `up`: `provider` creates each
   * resource.
   */
  readonly mode: "preview" | "up";
  /**
   * Whether the program is told that it is a preview; then what `provider` leaves out is unknown to it, and not undefined.
   * Default: in `preview` mode.
   */
  readonly dryRun?: boolean;
  /** Laid over the stack's own configuration; keys without a namespace are the project's. */
  readonly config?: ConfigOverrides;
  /** See loadProject. */
  readonly encrypted?: string;
  /** Required in `up` mode, not used in `preview`. */
  readonly provider?: Provider;
  /** Answers the program's function calls. @default none is known, and a call ends the program */
  readonly functions?: Functions;
  /** See MonitorOptions. */
  readonly review?: Review;
  /** Called for everything the program says, as it says it. */
  readonly onLog?: (diagnostic: Diagnostic) => void;
  /** Ends the program; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface ProgramRun {
  /** Everything registered, in that order; the stack itself comes first. */
  readonly resources: readonly RegisteredResource[];
  /** The program's exports, secrets unwrapped. At preview some are `unknown`. */
  readonly outputs: PropertyMap;
  /** Paths of the outputs that are secret. */
  readonly secretOutputs: readonly string[];
  /** What the program said, except for the SDK's own debug messages (`onLog` gets those too). */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Runs a Pulumi program, unmodified, against an engine of our own: no CLI, no credentials, no network.
 *
 * Throws ProjectError for a bad Pulumi.yaml, stack file or override; ResourceFailure when the provider could not create
 * a resource; ProgramError when the program itself failed.
 */
export async function runProgram(options: RunProgramOptions): Promise<ProgramRun> {
  const { stack, mode, signal } = options;
  if (mode === "up" && options.provider === undefined) throw new TypeError("mode up needs a provider");
  signal?.throwIfAborted();
  const root = resolve(options.root);
  const { config: overrides = {}, encrypted } = options;
  const project = await loadProject({ root, stack, overrides, ...(encrypted && { encrypted }) });

  const diagnostics: Diagnostic[] = [];
  const onLog = (diagnostic: Diagnostic) => {
    if (diagnostic.severity !== "debug") diagnostics.push(diagnostic);
    options.onLog?.(diagnostic);
  };
  const failed = new AbortController();
  let failure: ResourceFailure | undefined;
  const monitor = new Monitor({
    root,
    stack,
    project: project.name,
    ...(mode === "up" ? { provider: options.provider } : {}),
    functions: options.functions ?? (() => undefined),
    ...(options.review && { review: options.review }),
    onFailure: (first) => {
      failure ??= first;
      failed.abort();
    },
  });
  const { dryRun = mode === "preview" } = options;
  const server = await startEngineServer({ monitor, project: project.name, stack, dryRun, onLog });
  try {
    const code = await runProgramProcess({
      root,
      project: project.name,
      ...(project.main === undefined ? {} : { main: project.main }),
      stack,
      dryRun,
      config: project.config,
      secretKeys: project.secretKeys,
      address: server.address,
      onOutput: onLog,
      signal: AbortSignal.any([failed.signal, ...(signal === undefined ? [] : [signal])]),
    });
    if (failure !== undefined) throw failure;
    signal?.throwIfAborted();
    if (code !== 0 || diagnostics.some(({ severity }) => severity === "error"))
      throw programError(root, diagnostics, lastWords(diagnostics, code));
  } finally {
    server.stop();
  }
  const { properties, secrets } = monitor.stackOutputs;
  return { resources: monitor.resources, outputs: properties, secretOutputs: secrets, diagnostics };
}

/** What a program printed before it ended without reporting an error. */
function lastWords(diagnostics: readonly Diagnostic[], code: number | null): string {
  const printed = diagnostics.slice(-20).map(({ message }) => message);
  return [`the program ended with exit code ${code ?? "none"}`, ...printed].join("\n");
}
