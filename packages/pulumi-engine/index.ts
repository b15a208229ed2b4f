export { type Analyzer, startAnalyzer } from "./analyzer.ts";
export { PolicyPackError } from "./analyzer-process.ts";
export { type Archive, type Asset, AssetArchive, FileArchive, FileAsset, StringAsset } from "./assets.ts";
export { defaultProvider } from "./default-provider.ts";
export type { Diagnostic } from "./diagnostic.ts";
export type { Finding, PolicyInfo, PolicySettings, Severity } from "./finding.ts";
export type { Review } from "./monitor.ts";
export { ProgramError } from "./program-error.ts";
export { type ConfigOverrides, loadProject } from "./project.ts";
export { ProjectError } from "./project-file.ts";
export { type PropertyMap, type PropertyValue, ResourceReference, Unknown, unknown } from "./property.ts";
export type { ChildResource, Functions, ProvidedResource, Provider } from "./provider.ts";
export { withoutReferences } from "./references.ts";
export {
  formatPosition,
  type RegisteredResource,
  type Registration,
  type SourcePosition,
} from "./registration.ts";
export { ResourceFailure } from "./resource-failure.ts";
export { type ProgramRun, type RunProgramOptions, runProgram } from "./run-program.ts";
export { childUrn } from "./urn.ts";
