import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { withoutColours } from "../program/diagnostic.ts";

/** A policy pack that is being served. */
export interface AnalyzerProcess {
  /** `127.0.0.1:<port>` */
  readonly address: string;
  stop(): void;
}

/** Thrown when a policy pack cannot be loaded; the message has what it printed. */
export class PolicyPackError extends Error {
  override readonly name = "PolicyPackError";
}

/**
 * Starts the policy pack in the folder `pack`, as Pulumi's Node.js host does, and resolves once it serves. Throws
 * PolicyPackError when it ends before.
 */
export async function startAnalyzerProcess(pack: string, signal?: AbortSignal): Promise<AnalyzerProcess> {
  const run = createRequire(join(pack, "package.json")).resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const packages = run.slice(0, run.lastIndexOf(join("node_modules", "@pulumi")) + "node_modules".length);
  // The engine's address, which a pack in Node.js does not call, and the pack.
  const child = spawn(
    process.execPath,
    [`--import=${new URL("analyzer-preload.ts", import.meta.url)}`, run, "127.0.0.1:0", "."],
    {
      cwd: pack,
      stdio: ["ignore", "pipe", "pipe"],
      signal,
      env: { ...process.env, NODE_COMPILE_CACHE: join(packages, ".cache", "compile") },
    },
  );
  const printed: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => printed.push(withoutColours(line)));
  const port = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (/^\d+$/.test(line)) resolve(line);
      else printed.push(withoutColours(line));
    });
    child.once("error", reject);
    child.once("close", (code) =>
      reject(
        new PolicyPackError(
          [`the policy pack ${pack} ended with exit code ${code ?? "none"}`, ...printed.slice(-20)].join(
            "\n",
          ),
        ),
      ),
    );
  });
  // After its start an abort kills it like stop does.
  child.on("error", () => {});
  return { address: `127.0.0.1:${port}`, stop: () => void child.kill() };
}
