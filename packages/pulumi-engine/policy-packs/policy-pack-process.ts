import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { CodedError } from "@batchline/diagnostics";
import { withoutColours } from "../program/diagnostic.ts";
import { preload, sdkScript } from "../program/sdk-script.ts";

/** Thrown when a policy pack cannot be loaded (BL-E011). The message has the last lines that the pack printed. @example if (error instanceof PolicyPackError) console.error(error.message); */
export class PolicyPackError extends CodedError<"BL-E011"> {}

/** Without it, SIGTERM would end the process before it writes its compile cache, and each start would take twice as long. */
const exitOnSignal = 'data:text/javascript,process.once("SIGTERM", () => process.exit())';

/**
 * Starts the policy pack in the folder `pack`, as Pulumi's Node.js host does. Resolves once the pack serves at `address`,
 * `127.0.0.1:<port>`. Throws PolicyPackError if the pack ends before.
 */
export async function startPolicyPack(
  pack: string,
  signal?: AbortSignal,
): Promise<{ readonly address: string; stop(): void }> {
  const { file, environment } = sdkScript(pack, "run-policy-pack");
  // The first argument is the engine's address, which packs in Node.js do not use.
  const child = spawn(
    process.execPath,
    [`--import=${exitOnSignal}`, `--import=${preload}`, file, "127.0.0.1:0", "."],
    {
      cwd: pack,
      stdio: ["ignore", "pipe", "pipe"],
      signal,
      env: environment,
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
    child.once("close", (code) => {
      const head = `the policy pack ${pack} ended with exit code ${code ?? "none"}`;
      reject(new PolicyPackError("BL-E011", [head, ...printed.slice(-20)].join("\n")));
    });
  });
  // A later abort kills the process, as stop does.
  child.on("error", () => {});
  return { address: `127.0.0.1:${port}`, stop: () => void child.kill() };
}
