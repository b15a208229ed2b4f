/** DynamoDB keys of the records in the table. */
export const tableKeys = {
  run: (workflow: string, runId: string) => ({ pk: `run#${workflow}#${runId}`, sk: "run" }),
  runTenant: (workflow: string, runId: string, tenant: string) => ({
    pk: `run#${workflow}#${runId}`,
    sk: `${tenantPrefix}${tenant}`,
  }),
  /** The tombstone of an execution that ended before it was planned. */
  stopped: (workflow: string, runId: string, execution: string) => ({
    pk: `run#${workflow}#${runId}`,
    sk: `stopped#${execution}`,
  }),
  /** A partition for each chunk: a session is bound to it, and many containers write at once. */
  chunk: (workflow: string, runId: string, chunk: number, stage: string) => ({
    pk: `chunk#${workflow}#${runId}#${chunkName(chunk)}`,
    sk: stage,
  }),
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
  /** One query reads a workflow's runs in order of time. @param startedAt ISO 8601, with milliseconds. */
  runEntry: (workflow: string, startedAt: string, runId: string) => ({
    pk: `workflow#${workflow}`,
    sk: `${runEntryPrefix}${startedAt}#${runId}`,
  }),
  /** The latest time for which one of the workflow's schedules has started a run that was planned. */
  scheduled: (workflow: string, schedule: string) => ({
    pk: `workflow#${workflow}`,
    sk: `scheduled#${schedule}`,
  }),
  /** What the recipients of notices were told last about a tenant; without one, about runs that failed without a tenant. */
  notices: (workflow: string, tenant?: string) => ({
    pk: `notices#${workflow}`,
    sk: tenant === undefined ? "runs" : `${tenantPrefix}${tenant}`,
  }),
  /** Who tells about a workflow at the moment. */
  noticeTurn: (workflow: string) => ({ pk: `notices#${workflow}`, sk: "turn" }),
  /** The latest proof with which a container, an ECS task, asked the broker. */
  proof: (taskId: string) => ({ pk: `task#${taskId}`, sk: "proof" }),
} as const;

/** A chunk's index as it stands in keys and session tags. */
export const chunkName = (index: number) => String(index).padStart(8, "0");
/** The chunk and the stage of a record, by its key alone: a container may write anything else into its own chunk's records. */
export const stageOfKey = ({ pk, sk }: { readonly pk: string; readonly sk: string }) => ({
  chunk: Number(pk.slice(-chunkName(0).length)),
  stage: sk,
});
/** `begins_with(sk, …)` for all tenant records of a run. */
export const tenantPrefix = "tenant#";
/** `begins_with(sk, …)` for the latest successes of a workflow's tenants. */
export const lastSuccessPrefix = "last-success#";
/** `begins_with(sk, …)` for the entries of a workflow's runs. */
export const runEntryPrefix = "run#";
