import type { StageGraph } from "../../contract/plan.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";

export type { StageGraph } from "../../contract/plan.ts";

/** The parts of a workflow that planning and closing use. */
export interface PlannedWorkflow
  extends Pick<Workflow, "name" | "params" | "completeParams" | "chunks" | "schedule"> {
  readonly stages: StageGraph;
}

/** The stages that no other stage needs. A chunk is finished when all of them are. */
export function lastStages(stages: StageGraph): string[] {
  const needed = new Set(Object.values(stages).flatMap(({ needs }) => needs ?? []));
  return Object.keys(stages).filter((stage) => !needed.has(stage));
}
