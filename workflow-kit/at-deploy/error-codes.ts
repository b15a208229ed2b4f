import type { ErrorCodes } from "@batchline/diagnostics";

/** Errors of workflow declarations. docs/errors.md lists them. */
export const errorCodes = {
  "BL-W001": {
    means: "A workflow's declaration has values that AWS or the tenants' files do not allow.",
    fix: "Each line of the message names a field and its limits: change the value in workflow.ts.",
  },
  "BL-W002": {
    means: "The options of perTenant, perSourceRun or perItems contradict each other or are out of range.",
    fix: "Use whole numbers of at least 1 for counts, and a number of seconds above 0 for `aim`.",
  },
  "BL-W003": {
    means: "A tenant's parameters ask for a number of chunks that is not a whole number of at least 1.",
    fix: "Limit the parameter in params.ts, so that the tenant's file is refused before a run plans with it.",
  },
  "BL-W004": {
    means: "The workflow's machine cannot run the workflow's stages, or leaves out what follows a run.",
    fix: "Use standardMachine for stages without nodes, multiNodeMachine for one stage with nodes. A machine of your own ends with closeStep.",
  },
  "BL-W005": {
    means: "A workflow starts one that the stack does not have, or workflows start each other in a circle.",
    fix: "Correct the name in startWorkflow, or remove one of the starts.",
  },
} as const satisfies ErrorCodes;

export type WorkflowErrorCode = keyof typeof errorCodes;
