import { arrayIndexVariable, env, jobIdVariable } from "../contract/env.ts";
import { jobAttemptVariable, nodeVariables } from "../contract/nodes.ts";
import { BadConfigError } from "../workflow-kit/at-run/errors.ts";
import type { NodePlace } from "../workflow-kit/at-run/nodes/node.ts";

/** What the job definition, the submission and Batch tell the container through its environment. */
export interface Settings {
  readonly workflow: string;
  readonly runId: string;
  /** S3 key prefix of the manifest, ending in `/`. */
  readonly manifest: string;
  /** The chunk's place in the manifest: the shard's offset plus the array index (0 on a plain job). */
  readonly position: number;
  readonly platformBucket: string;
  readonly table: string;
  readonly tenantRole: string;
  readonly egressProxy?: string;
  readonly jobId?: string;
  /** Only on a node of a multi-node parallel job. */
  readonly node?: NodePlace;
  /** ECS's task metadata endpoint, version 4. */
  readonly metadataUri?: string;
}

/** Reads them. Throws BadConfigError that names every variable that is missing or wrong. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const problems: string[] = [];
  const text = (name: string): string => {
    const value = environment[name] ?? "";
    if (value === "") problems.push(`${name} is missing`);
    return value;
  };
  const whole = (name: string, fallback?: number): number => {
    if (fallback !== undefined && (environment[name] ?? "") === "") return fallback;
    const value = text(name);
    if (value !== "" && !/^\d{1,9}$/.test(value)) problems.push(`${name} is ${value}, not a whole number`);
    return Number(value);
  };
  const optional = <K extends string>(key: K, name: string): { readonly [_ in K]?: string } => {
    const value = environment[name] ?? "";
    return (value === "" ? {} : { [key]: value }) as { readonly [_ in K]?: string };
  };
  const nodePlace = (): NodePlace => ({
    index: whole(nodeVariables.index),
    mainIndex: whole(nodeVariables.mainIndex),
    count: whole(nodeVariables.count),
    ...optional("mainAddress", nodeVariables.mainAddress),
    // A node's own id is `<job id>#<node>`.
    attempt: `${text(jobIdVariable).split("#")[0]}/${text(jobAttemptVariable)}`,
  });
  const settings: Settings = {
    workflow: text(env.workflow),
    runId: text(env.runId),
    manifest: text(env.manifest),
    position: whole(env.shardOffset) + whole(arrayIndexVariable, 0),
    platformBucket: text(env.platformBucket),
    table: text(env.table),
    tenantRole: text(env.tenantRole),
    ...optional("egressProxy", env.egressProxy),
    ...optional("jobId", jobIdVariable),
    ...((environment[nodeVariables.index] ?? "") !== "" && { node: nodePlace() }),
    ...optional("metadataUri", "ECS_CONTAINER_METADATA_URI_V4"),
  };
  if (problems.length > 0) {
    throw new BadConfigError(`the container's environment is incomplete: ${problems.join("; ")}`);
  }
  return settings;
}
