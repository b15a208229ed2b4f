/** DynamoDB keys of the records in the table. */
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
  /** Run id and time of a tenant's latest success. One query reads them for all tenants of a workflow. */
  lastSuccess: (workflow: string, tenant: string) => ({
    pk: `workflow#${workflow}`,
    sk: `${lastSuccessPrefix}${tenant}`,
  }),
  lock: (workflow: string) => ({ pk: `workflow#${workflow}`, sk: "lock" }),
  /** The latest time for which one of the workflow's schedules has started a run that was planned. */
  scheduled: (workflow: string, schedule: string) => ({
    pk: `workflow#${workflow}`,
    sk: `scheduled#${schedule}`,
  }),
} as const;

/** `begins_with(sk, …)` for all chunk records of a run. */
export const chunkPrefix = "chunk#";
/** `begins_with(sk, …)` for all tenant records of a run. */
export const tenantPrefix = "tenant#";
/** `begins_with(sk, …)` for the latest successes of a workflow's tenants. */
export const lastSuccessPrefix = "last-success#";
