import type { Workflow } from "../../workflow-kit/at-deploy/workflow.ts";
import type { RunOutcome } from "./follow.ts";

/** A run that has ended, well or not. */
export interface FinishedRun {
  /** The workflow's name. */
  readonly workflow: string;
  readonly stages: readonly string[];
  readonly outcome: RunOutcome;
}

/** Whether the run's execution succeeded; one that had nothing to do did. */
export function hasSucceeded({ outcome }: FinishedRun): boolean {
  return outcome.status === "SUCCEEDED";
}

/**
 * Runs workflows one after the other, up to and including the first that does not succeed: later ones build on what earlier ones made.
 * Gives the runs that ended; `onFinished` is told of each at once.
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
