/** Where things are: S3 keys and DynamoDB keys, each spelled once. */
export const platformKeys = {
  tenants: "tenants.json",
  /** All of a run; ends in `/`. */
  run: (workflow: string, runId: string) => `runs/${workflow}/${runId}/`,
  /** The manifest of a later attempt at a run; ends in `/`. The first attempt's is the run's own prefix. */
  attempt: (workflow: string, runId: string, execution: string) =>
    `runs/${workflow}/${runId}/attempts/${execution}/`,
  plan: (manifest: string) => `${manifest}plan.json`,
  chunks: (manifest: string) => `${manifest}chunks.json`,
  chunkIndex: (manifest: string) => `${manifest}chunks.idx`,
} as const;

export const tableKeys = {
  run: (runId: string) => ({ pk: `run#${runId}`, sk: "run" }),
  chunk: (runId: string, chunk: number, stage: string) => ({
    pk: `run#${runId}`,
    sk: `${chunkPrefix}${String(chunk).padStart(8, "0")}#${stage}`,
  }),
  runTenant: (runId: string, tenant: string) => ({ pk: `run#${runId}`, sk: `${tenantPrefix}${tenant}` }),
  history: (tenant: string, workflow: string, runId: string) => ({
    pk: `tenant#${tenant}#${workflow}`,
    sk: runId,
  }),
  lock: (workflow: string) => ({ pk: `workflow#${workflow}`, sk: "lock" }),
} as const;

/** `begins_with(sk, …)` for all chunk records of a run. */
export const chunkPrefix = "chunk#";
/** `begins_with(sk, …)` for all tenant records of a run. */
export const tenantPrefix = "tenant#";
