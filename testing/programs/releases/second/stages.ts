import { stagesOf } from "../stages.ts";

export const workflowStages = stagesOf("second");
