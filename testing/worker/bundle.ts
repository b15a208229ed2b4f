import { execFile } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { checkout } from "../checkout.ts";
import { sharedResult } from "../shared-result.ts";

/** The folder of the bundled worker, made once for these sources. Below node_modules it finds its external packages. */
export function workerBundle(): Promise<string> {
  return sharedResult("worker bundle", async (folder) => {
    const made = await mkdtemp(join(folder, "worker-"));
    await promisify(execFile)(process.execPath, ["worker/bundle.ts", made], { cwd: checkout });
    return made;
  });
}
