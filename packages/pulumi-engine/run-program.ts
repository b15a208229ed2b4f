import { resolve } from "node:path";
import { must } from "@batchline/diagnostics";
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
  /** `preview`: computed values are unknown, as in a first `pulumi preview`. `up`: `provider` creates each resource. */
  readonly mode: "preview" | "up";
  /** `pulumi.runtime.isDryRun()`. In a dry run, values that `provider` leaves out are unknown. @default true at preview */
  readonly dryRun?: boolean;
  /** Replaces values of the stack's configuration. Keys without a namespace belong to the project. */
  readonly config?: ConfigOverrides;
  /** Replaces encrypted values of the configuration. @default an encrypted value is an error */
  readonly encrypted?: string;
  /** Required in `up` mode, not used at preview. */
  readonly provider?: Provider;
  /** Answers the program's function calls. @default a call ends the program */
  readonly functions?: Functions;
  /** Called with each registered resource before it is created. Can replace its inputs. */
  readonly review?: Review;
  /** Called with each message of the program at once, debug messages included. */
  readonly onLog?: (diagnostic: Diagnostic) => void;
  /** Kills the program; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface ProgramRun {
  /** All resources in the order of registration. The stack comes first. */
  readonly resources: readonly RegisteredResource[];
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
 * @throws {ResourceFailure} if the provider could not create a resource
 * @throws {ProgramError} if the program itself failed
 * @example
 * const { resources, outputs } = await runProgram({ root: ".", stack: "dev", mode: "preview" });
 */
export async function runProgram(options: RunProgramOptions): Promise<ProgramRun> {
  const { stack, mode, signal, functions, review, dryRun = mode === "preview" } = options;
  if (mode === "up") must(options.provider, "mode up has a provider");
  signal?.throwIfAborted();
  const root = resolve(options.root);
  const { config: overrides = {}, encrypted } = options;
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
  const failed = new AbortController();
  let failure: ResourceFailure | undefined;
  const monitor = new Monitor({
    ...{ root, stack, project, dryRun, functions, review },
    provider: mode === "up" ? options.provider : undefined,
    onFailure: (first) => {
      failure ??= first;
      failed.abort();
    },
  });
  const server = await startEngineServer({ monitor, project, stack, dryRun, onLog });
  try {
    const code = await runProgramProcess({
      ...settings,
      ...{ root, project, stack, dryRun, config },
      address: server.address,
      onOutput: onLog,
      signal: AbortSignal.any([failed.signal, ...(signal === undefined ? [] : [signal])]),
    });
    if (failure !== undefined) throw failure;
    signal?.throwIfAborted();
    if (code !== 0 || diagnostics.some(({ severity }) => severity === "error"))
      throw programError(root, diagnostics, lastLines(diagnostics, code));
  } finally {
    server.stop();
  }
  const { properties, secrets } = monitor.stackOutputs;
  return { resources: monitor.resources, outputs: properties, secretOutputs: secrets, diagnostics };
}

/** The output of a program that ended without an error message. */
function lastLines(diagnostics: readonly Diagnostic[], code: number | null): string {
  const printed = diagnostics.slice(-20).map(({ message }) => message);
  return [`the program ended with exit code ${code ?? "none"}`, ...printed].join("\n");
}
