import { chunkName } from "./record-keys.ts";

/** S3 keys of the platform bucket. */
export const platformKeys = {
  tenants: "tenants.json",
  /** Everything of all runs; ends in `/`. */
  runs: "runs/",
  /** Everything of a run; ends in `/`. */
  run: (workflow: string, runId: string) => `${platformKeys.runs}${workflow}/${runId}/`,
  /** The plan of a run, or of an execution that resumes it. */
  plan: (workflow: string, runId: string, execution: string) => {
    const attempt = execution === runId ? "" : `attempts/${execution}/`;
    return `${platformKeys.run(workflow, runId)}${attempt}plan.json`;
  },
  /** A round of an execution: see memory-rounds.ts. */
  round: (workflow: string, runId: string, execution: string, round: number) =>
    `${platformKeys.run(workflow, runId)}attempts/${execution}/rounds/${round}.json`,
  /** The manifest that one call of the planner writes; ends in `/`. The plan names the one that counts. */
  manifest: (workflow: string, runId: string, nonce: string) =>
    `${platformKeys.run(workflow, runId)}${nonce}/`,
  chunks: (manifest: string) => `${manifest}chunks.json`,
  chunkIndex: (manifest: string) => `${manifest}chunks.idx`,
  /** A PlanRequest for the planner's job, below the prefix that the job gets. */
  planRequest: (planning: string) => `${planning}request.json`,
  /** The job's answer: a PlanResult. */
  planResult: (planning: string) => `${planning}result.json`,
  /** Its answer when it cannot plan: a PlanFailure. */
  planFailure: (planning: string) => `${planning}failure.json`,
} as const;

/** Whose outputs they are. */
export interface OutputsBy {
  readonly workflow: string;
  readonly runId: string;
  readonly chunk: number;
  readonly stage: string;
  /** As `outputAttempt` names it. Undefined: of the layout before attempts, in which a chunk's stages share a folder. */
  readonly attempt: string | undefined;
}

/** S3 keys that every workflow has, below a tenant's `DataLocation.prefix`. Other keys are the workflows' own. */
export const tenantKeys = {
  /** A file that an attempt at a stage writes. */
  output: (by: OutputsBy, name: string) => `${tenantKeys.outputsBy(by)}${name}`,
  /** All files of an attempt at a stage; ends in `/`. Only that attempt writes there. */
  outputsBy: ({ workflow, runId, chunk, stage, attempt }: OutputsBy) => {
    const ofChunk = `${tenantKeys.outputs(workflow, runId)}${chunkName(chunk)}/`;
    return attempt === undefined ? ofChunk : `${ofChunk}${stage}/${attempt}/`;
  },
  /** All files of a run; ends in `/`. */
  outputs: (workflow: string, runId: string) => `runs/${workflow}/${runId}/`,
} as const;

/** The prefix of everything that belongs to tenants; ends in `/`. */
export const tenantsPrefix = "tenants/";
/** The prefix of everything that belongs to a tenant; ends in `/`. */
export const tenantDataPrefix = (tenant: string) => `${tenantsPrefix}${tenant}/`;
