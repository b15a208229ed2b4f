import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Project } from "../project/load-project.ts";
import type { ProgramPlace } from "../project/program-place.ts";
import type { ProgramIdentity } from "../registrations/read-registration.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { preload, sdkScript } from "./sdk-script.ts";

/** What Pulumi's language host passes to the program. */
interface Launch extends ProgramIdentity, ProgramPlace, Omit<Project, "name"> {
  readonly dryRun: boolean;
  /** Added to this process's environment. Undefined removes a variable. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Address of monitor and engine. */
  readonly address: string;
  readonly onOutput: (diagnostic: Diagnostic) => void;
  /** Kills the program and all processes that it started. */
  readonly signal: AbortSignal;
}

/** Runs the program to its end. Resolves to the exit code, or to null if the signal killed it. */
export async function runProgramProcess(launch: Launch): Promise<number | null> {
  const { root, folder, address } = launch;
  const { file: run, environment } = sdkScript(root, "run");
  const child = spawn(
    process.execPath,
    [
      `--import=${preload}`,
      run,
      `--monitor=${address}`,
      `--engine=${address}`,
      `--project=${launch.project}`,
      `--stack=${launch.stack}`,
      "--organization=organization",
      `--root-directory=${root}`,
      `--pwd=${folder}`,
      ...(launch.dryRun ? ["--dry-run"] : []),
      launch.entry,
    ],
    {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      // A process group, so that what the program starts (a bundler, for example) ends with it.
      detached: true,
      env: {
        ...environment,
        ...launch.environment,
        PULUMI_CONFIG: JSON.stringify(launch.config),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(launch.secretKeys),
        PULUMI_NODEJS_TYPESCRIPT: "false",
      },
    },
  );
  const end = () => killGroup(child.pid);
  launch.signal.addEventListener("abort", end, { once: true });
  if (launch.signal.aborted) end();
  try {
    const output = Promise.all(
      [child.stdout, child.stderr].map(async (input) => {
        const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
        for await (const message of lines) launch.onOutput({ severity: "info", message });
      }),
    );
    const [code] = (await once(child, "close")) as [number | null];
    await output;
    return code;
  } finally {
    launch.signal.removeEventListener("abort", end);
    killGroup(child.pid);
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (cause) {
    // ESRCH: the group has ended.
    if (!(cause instanceof Error && "code" in cause && cause.code === "ESRCH")) throw cause;
  }
}
