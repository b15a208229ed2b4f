import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Diagnostic } from "./diagnostic.ts";

/** How the language host of Pulumi would start the program. */
export interface Launch {
  /** Absolute path of the folder with Pulumi.yaml. */
  readonly root: string;
  /** The entry point relative to `root`; absent: package.json's `main`. */
  readonly main?: string;
  readonly project: string;
  readonly stack: string;
  readonly dryRun: boolean;
  /** Config keys with their namespaces, values as Pulumi passes them (objects as JSON). */
  readonly config: Readonly<Record<string, string>>;
  /** Those of them that the program gets as secrets. */
  readonly secretKeys: readonly string[];
  /** Where monitor and engine are. */
  readonly address: string;
  readonly onOutput: (diagnostic: Diagnostic) => void;
  /** Ends the program and everything it started. */
  readonly signal: AbortSignal;
}

/** Runs the program to its end. Resolves to the exit code; null when it was ended by the signal. */
export async function runProgramProcess(launch: Launch): Promise<number | null> {
  const run = createRequire(join(launch.root, "package.json")).resolve("@pulumi/pulumi/cmd/run");
  const packages = run.slice(0, run.lastIndexOf(join("node_modules", "@pulumi")) + "node_modules".length);
  const child = spawn(
    process.execPath,
    [
      `--import=${new URL("preload.ts", import.meta.url)}`,
      run,
      `--monitor=${launch.address}`,
      `--engine=${launch.address}`,
      `--project=${launch.project}`,
      `--stack=${launch.stack}`,
      "--organization=organization",
      `--root-directory=${launch.root}`,
      `--pwd=${launch.root}`,
      ...(launch.dryRun ? ["--dry-run"] : []),
      launch.main ?? ".",
    ],
    {
      cwd: launch.root,
      stdio: ["ignore", "pipe", "pipe"],
      // A process group of its own, so that what the program starts (a bundler, say) ends with it.
      detached: true,
      env: {
        ...process.env,
        PULUMI_CONFIG: JSON.stringify(launch.config),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(launch.secretKeys),
        PULUMI_NODEJS_TYPESCRIPT: "false",
        // Most of a start is compiling the SDKs: kept between runs.
        NODE_COMPILE_CACHE: join(packages, ".cache", "compile"),
      },
    },
  );
  const end = () => killGroup(child.pid);
  launch.signal.addEventListener("abort", end, { once: true });
  if (launch.signal.aborted) end();
  try {
    const output = Promise.all([
      forEachLine(child.stdout, (message) => launch.onOutput({ severity: "info", message })),
      forEachLine(child.stderr, (message) => launch.onOutput({ severity: "info", message })),
    ]);
    const [code] = (await once(child, "close")) as [number | null];
    await output;
    return code;
  } finally {
    launch.signal.removeEventListener("abort", end);
    killGroup(child.pid);
  }
}

async function forEachLine(stream: Readable, act: (line: string) => void): Promise<void> {
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) act(line);
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (cause) {
    // ESRCH: nothing of the group is left.
    if (!(cause instanceof Error && "code" in cause && cause.code === "ESRCH")) throw cause;
  }
}
