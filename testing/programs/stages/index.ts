// Features of stages, in one deployment: a file each.
export * as consumableResources from "./consumable-resources.ts";
export * as containerPlanned from "./container-planned.ts";
export * as gpuStage from "./gpu-stage.ts";
export * as secrets from "./secrets.ts";
