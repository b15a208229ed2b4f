export { errorCodes } from "./error-codes.ts";
export { type Autonaming, AutonamingError, readAutonaming, seedOf } from "./naming/autonaming.ts";
export { formatPlan } from "./plan/format-plan.ts";
export { type Analyzer, startAnalyzer } from "./policy-packs/analyzer.ts";
export type {
  EnforcementLevel,
  Finding,
  PolicyInfo,
  PolicySettings,
  Severity,
} from "./policy-packs/finding.ts";
export { PolicyPackError } from "./policy-packs/policy-pack-process.ts";
export type { Diagnostic } from "./program/diagnostic.ts";
export { ProgramError } from "./program/program-error.ts";
export { type ConfigOverrides, loadProject } from "./project/load-project.ts";
export { programPlace } from "./project/program-place.ts";
export { ProjectError } from "./project/project-file.ts";
export {
  type Archive,
  type Asset,
  AssetArchive,
  FileArchive,
  FileAsset,
  StringAsset,
} from "./protocol/assets.ts";
export { changedPaths, sameValue } from "./protocol/compare-properties.ts";
export { decodeProperties } from "./protocol/decode-properties.ts";
export { encodeProperties } from "./protocol/encode-properties.ts";
export {
  type PropertyMap,
  type PropertyValue,
  ResourceReference,
  Unknown,
  unknown,
} from "./protocol/property.ts";
export { containsPath, memberPath } from "./protocol/property-path.ts";
export { withoutReferences } from "./protocol/without-references.ts";
export { type ProviderServer, serveProvider } from "./provider-server/serve-provider.ts";
export type { ServedProvider } from "./provider-server/served-provider.ts";
export { defaultProvider } from "./registrations/default-provider.ts";
export { durationSeconds } from "./registrations/duration.ts";
export type {
  Autoname,
  CheckContext,
  CheckedInputs,
  ChildRegistration,
  Construction,
  Difference,
  ExistingResource,
  Functions,
  ProvidedResource,
  Provider,
} from "./registrations/provider.ts";
export {
  formatPosition,
  type RegisteredResource,
  type Registration,
  type SourcePosition,
} from "./registrations/registration.ts";
export { ResourceFailure } from "./registrations/resource-failure.ts";
export { childUrn } from "./registrations/urn.ts";
export { type ProgramRun, type RunProgramOptions, runProgram } from "./run-program.ts";
export { memoryState, openState, type StackState } from "./state/state-file.ts";
export type { StateResource } from "./state/state-resource.ts";
export { AliasError } from "./steps/aliases.ts";
export type { Review } from "./steps/deployment.ts";
export { destroyStack, type StackOptions } from "./steps/destroy.ts";
export { refreshStack } from "./steps/refresh.ts";
export { NeedsProgramError, ProtectedError } from "./steps/refusals.ts";
export type { Operation, Step, StepListener } from "./steps/step.ts";
