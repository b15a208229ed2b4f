export { startPolicyPack } from "../policy-packs/policy-pack-process.ts";
export { pastProxy } from "../program/sdk-script.ts";
export { RemoteAsset } from "../protocol/assets.ts";
export { decodeProperties } from "../protocol/decode-properties.ts";
export { encodeProperties } from "../protocol/encode-properties.ts";
export { providerOf } from "../registrations/registration.ts";
export type { ProgramRun, RunProgramOptions } from "../run-program.ts";
export { type Declared, FakeStack, nameOf, type Run, urnOf } from "./fake-stack.ts";
export { methods, ProviderClient, read, struct } from "./provider-client.ts";
