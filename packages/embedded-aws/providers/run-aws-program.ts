import { loadProject, type ProgramRun, type RunProgramOptions, runProgram } from "@batchline/pulumi-engine";
import { awsFunctions, refusingOthers } from "./functions.ts";

/** `runProgram`, with AWS's functions for the region that the stack's configuration names. Throws as runProgram does. */
export async function runAwsProgram(options: RunProgramOptions): Promise<ProgramRun> {
  const { root, stack, config: overrides = {}, encrypted } = options;
  const { config } = await loadProject({ root, stack, overrides, ...(encrypted && { encrypted }) });
  const functions = awsFunctions({ region: config["aws:region"] ?? "us-east-1" });
  return runProgram({ functions: refusingOthers(functions), ...options });
}
