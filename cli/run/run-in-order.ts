import type { ResultFolder, Workflow } from "../../workflow-kit/at-deploy/workflow.ts";
import type { RunOutcome } from "./follow.ts";

/** A run that has ended. */
export interface FinishedRun {
  /** The workflow's name. */
  readonly workflow: string;
  readonly stages: readonly string[];
  /** Where the workflow leaves its results. */
  readonly results: readonly ResultFolder[];
  readonly outcome: RunOutcome;
}

/** Whether the run's execution succeeded. A run with nothing to do succeeds. */
export function hasSucceeded({ outcome }: FinishedRun): boolean {
  return outcome.status === "SUCCEEDED";
}

/**
 * Runs workflows one after the other, and stops after the first that does not succeed: later ones use its results. Returns the
 * runs that ended. `onFinished` receives each run as it ends.
 */
export async function runInOrder(
  workflows: readonly Workflow[],
  run: (workflow: Workflow) => Promise<FinishedRun>,
  onFinished: (run: FinishedRun) => void,
): Promise<FinishedRun[]> {
  const finished: FinishedRun[] = [];
  for (const workflow of workflows) {
    const ended = await run(workflow);
    finished.push(ended);
    onFinished(ended);
    if (!hasSucceeded(ended)) break;
  }
  return finished;
}
