import type { Workflow } from "batchline/workflow-kit/at-deploy/declaration";

export const workflows: readonly Workflow[] = [(await import("./greetings/workflow.ts")).greetings];
