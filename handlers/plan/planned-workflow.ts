import type { Workflow } from "../../workflow-kit/at-deploy/workflow.ts";

/** Stage → the stages that must have succeeded before it, for the same chunk; with `nodes`, each chunk has a job of its own. */
export type StageGraph = Readonly<
  Record<string, { readonly needs?: readonly string[]; readonly nodes?: number }>
>;

/** What planning and closing a run need to know of a workflow. */
export interface PlannedWorkflow
  extends Pick<Workflow, "name" | "params" | "completeParams" | "chunks" | "schedule"> {
  readonly stages: StageGraph;
}

/** The stages that nothing else needs: a chunk is finished when all of these are. */
export function lastStages(stages: StageGraph): string[] {
  const needed = new Set(Object.values(stages).flatMap(({ needs }) => needs ?? []));
  return Object.keys(stages).filter((stage) => !needed.has(stage));
}
