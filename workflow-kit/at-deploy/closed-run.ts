import type { Block, Expr } from "@batchline/states";
import type { SummaryResult } from "../../contract/summary.ts";

/** What a machine knows of its run once it is closed. */
export interface ClosedRun extends Required<SummaryResult> {
  readonly workflow: string;
  /** The execution's name. */
  readonly execution: string;
}

/** Adds the states that follow a run. `next` is a block of their own: what they return is not used. */
export type AfterRun = (next: Block, run: Expr<ClosedRun>) => void;
