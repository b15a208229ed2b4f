import type { StageLoaders } from "batchline/workflow-kit/at-run/stage";

export const stages: StageLoaders = { greet: async () => (await import("./greet.ts")).greet };
