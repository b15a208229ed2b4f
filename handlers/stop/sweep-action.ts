/** What the sweep did, for the log. */
export type SweepAction =
  | {
      readonly swept: "run";
      readonly workflow: string;
      readonly runId: string;
      readonly execution: string;
      readonly reason: string;
    }
  | { readonly swept: "job"; readonly jobId: string; readonly jobName: string; readonly reason: string };
