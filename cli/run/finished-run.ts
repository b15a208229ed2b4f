import type { RunOutcome } from "../../runs/follow/run-outcome.ts";
import type { ResultFolder } from "../../workflow-kit/at-deploy/declaration.ts";

/** A run that has ended. */
export interface FinishedRun {
  /** Where the workflow leaves its results. */
  readonly results: readonly ResultFolder[];
  readonly outcome: RunOutcome;
}
