import type { StageLoaders } from "../../../workflow-kit/at-run/stage.ts";

export const stages: StageLoaders = {
  look: async () => (await import("./hold.ts")).pass,
  hold: async () => (await import("./hold.ts")).hold,
  say: async () => (await import("./hold.ts")).pass,
  leave: async () => (await import("./hold.ts")).pass,
};
