export { RemoteAsset } from "../assets.ts";
export { decodeProperties } from "../decode-properties.ts";
export { encodeProperties } from "../encode-properties.ts";
export { providerOf } from "../provider-reference.ts";
export type { ProgramRun, RunProgramOptions } from "../run-program.ts";
