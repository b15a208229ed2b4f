import type { StageLoaders } from "../../../workflow-kit/at-run/stage.ts";

export const stages: StageLoaders = {
  "remake-renditions": async () => (await import("./remake-renditions.ts")).remakeRenditions,
};
