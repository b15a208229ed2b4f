import { loadProject, type ProgramRun, type RunProgramOptions, runProgram } from "@batchline/pulumi-engine";
import { defaultRegion } from "../host/identity/principal.ts";
import { awsFunctions, refusingOthers } from "./functions.ts";

/**
 * `runProgram` with AWS's provider functions, for the region in the stack's configuration. Throws as runProgram does.
 * @example
 * const { resources } = await runAwsProgram({ root: ".", stack: "dev", mode: "preview" });
 */
export async function runAwsProgram(options: RunProgramOptions): Promise<ProgramRun> {
  const { root, stack, config: overrides = {}, encrypted } = options;
  const { config } = await loadProject({ root, stack, overrides, ...(encrypted && { encrypted }) });
  const functions = awsFunctions({ region: config["aws:region"] ?? defaultRegion });
  return runProgram({ functions: refusingOthers(functions), ...options });
}
