export { RemoteAsset } from "../assets.ts";
export { providerOf } from "../provider-reference.ts";
export type { ProgramRun, RunProgramOptions } from "../run-program.ts";
