import type { StageLoaders } from "../../../workflow-kit/at-run/stage.ts";

export const stages: StageLoaders = {
  "find-duplicates": async () => (await import("./find-duplicates.ts")).findDuplicates,
};
