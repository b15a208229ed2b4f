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
  /** What the planner's job is asked, below the prefix that it is told: a PlanRequest. */
  planRequest: (planning: string) => `${planning}request.json`,
  /** What it answers: a PlanResult. */
  planResult: (planning: string) => `${planning}result.json`,
  /** Or why it cannot: a PlanFailure. */
  planFailure: (planning: string) => `${planning}failure.json`,
} as const;

/** Below a tenant's prefix: its originals, each named by its SHA-256. */
export const originalsPrefix = "originals/";
/** Below a tenant's prefix: its renditions, each under its original's SHA-256. */
export const renditionsPrefix = "renditions/";
/** Below a tenant's prefix: what its shop publishes for search engines. */
export const sitemapsPrefix = "sitemaps/";

/** Keys of a tenant's own data, below its `DataLocation.prefix`. */
export const tenantKeys = {
  /** What a stage of one chunk of a run wrote, for example `products.ndjson`. */
  output: (workflow: string, runId: string, chunk: number, name: string) =>
    `runs/${workflow}/${runId}/${String(chunk).padStart(8, "0")}/${name}`,
  /** All that the stages of a run wrote; ends in `/`. */
  outputs: (workflow: string, runId: string) => `runs/${workflow}/${runId}/`,
  /** An image as the supplier gave it, by the SHA-256 of its bytes in hexadecimal. */
  original: (sha256: string) => `${originalsPrefix}${sha256}`,
  /** A rendition, by its original and all settings that its bytes depend on. */
  rendition: (sha256: string, width: number, quality: number, format: string) =>
    `${renditionsPrefix}${sha256}/${width}w-q${quality}.${format}`,
  /** What the suppliers' servers said of each image when it was last downloaded, for one part of the catalogue. */
  validators: (workflow: string, part: number, parts: number) =>
    `state/${workflow}/validators-${part}-of-${parts}.ndjson`,
  /** The sitemap's index. */
  sitemapIndex: `${sitemapsPrefix}sitemap.xml.gz`,
  /** One file of the sitemap, counted from 1. */
  sitemap: (number: number) => `${sitemapsPrefix}sitemap-${number}.xml.gz`,
  /** When each page of the sitemap was last seen to change. */
  lastModified: "state/sitemap/last-modified.ndjson",
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
  /** Run id and time of a tenant's latest success. All of a workflow's are together: one query shows who is due. */
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

/** The S3 key prefix, ending in `/`, under which everything is that belongs to a tenant. */
export const tenantDataPrefix = (tenant: string) => `tenants/${tenant}/`;
