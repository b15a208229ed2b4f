import type { StagesByWorkflow } from "batchline/workflow-kit/at-run/stage";

export const workflowStages: StagesByWorkflow = {
  greetings: () => import("./greetings/stages/index.ts"),
};
