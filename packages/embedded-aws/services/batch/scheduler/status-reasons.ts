/** Batch's status reasons. */
export const statusReasons = {
  exited: "Essential container in task exited",
  dependency: "Dependent Job failed",
  child: "Array Child Job failed",
  timeout: "Job attempt duration exceeded timeout",
  reclaimed: (instance: string) => `Host EC2 (instance ${instance}) terminated.`,
  timeLimit: (misfit: string) => `Canceled by JobStateTimeLimit action due to reason: ${misfit}`,
} as const;
