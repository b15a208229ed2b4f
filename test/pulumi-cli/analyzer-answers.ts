import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPolicyPack } from "@batchline/pulumi-engine/testing";
import { writeSampleFiles } from "../../samples/sample-files.ts";
import { checkout } from "../../testing/checkout.ts";
import { builtTools } from "./built-tools.ts";

/** A resource as a program registers it. */
export interface Asked {
  readonly type: string;
  readonly urn: string;
  /** In the form of Pulumi's protocol. */
  readonly properties: object;
}

/** What Pulumi's engine makes of the pack's answers. */
export interface Answered {
  /** Why the engine ends the preview. */
  readonly error?: string;
  /** What a provider gets, in the form of Pulumi's protocol. */
  readonly properties: object;
  /** Names of the policies that changed the properties. */
  readonly remediated: readonly string[];
  /** What could not be remediated, and why. */
  readonly advice: readonly string[];
  /** Names of the policies that are violated. */
  readonly violations: readonly string[];
}

/**
 * Sends resources to the policy pack of this checkout, in Pulumi's own code, as its engine does. Relative paths of assets start
 * where those of `programRun` do.
 */
export async function analyzerAnswers(asked: readonly Asked[]): Promise<readonly Answered[]> {
  const { analyzerAnswers } = await builtTools();
  const pack = await startPolicyPack(join(checkout, "policies"));
  const folder = await mkdtemp(join(tmpdir(), "batchline-project-"));
  try {
    // The engine reads assets, and the project that registered them is gone.
    await writeSampleFiles(join(folder, ".local", "samples"));
    return await new Promise((resolve, reject) => {
      const options = { cwd: folder, maxBuffer: 2 ** 28 };
      const child = execFile(analyzerAnswers, [pack.address], options, (error, stdout) =>
        error === null ? resolve(JSON.parse(stdout)) : reject(error),
      );
      child.stdin?.end(JSON.stringify(asked));
    });
  } finally {
    pack.stop();
    await rm(folder, { recursive: true });
  }
}
