import { arrayIndexVariable, env, jobIdVariable } from "../contract/env.ts";
import { jobAttemptVariable, nodeVariables } from "../contract/nodes.ts";
import { BadConfigError } from "../workflow-kit/at-run/errors.ts";
import type { NodePlace } from "../workflow-kit/at-run/nodes/node.ts";

/** A container's settings, from the environment variables of the job definition, the submission and Batch. */
export interface Settings {
  readonly workflow: string;
  readonly runId: string;
  /** S3 key prefix of the manifest, ending in `/`. */
  readonly manifest: string;
  /** The chunk's place in the manifest: the shard's offset plus the array index, 0 for a plain job. */
  readonly position: number;
  readonly platformBucket: string;
  readonly table: string;
  readonly tenantRole: string;
  readonly egressProxy: string | undefined;
  readonly jobId: string | undefined;
  /** Present on a node of a multi-node parallel job. */
  readonly node: NodePlace | undefined;
  /** ECS's task metadata endpoint, version 4. */
  readonly metadataUri: string | undefined;
}

/** Reads the settings. An empty variable counts as absent. @throws {BadConfigError} with every variable that is missing or wrong. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const problems: string[] = [];
  const optional = (name: string): string | undefined => environment[name] || undefined;
  const text = (name: string): string => {
    const value = optional(name);
    if (value !== undefined) return value;
    problems.push(`${name} is missing`);
    return "";
  };
  const whole = (name: string): number => {
    const value = text(name);
    if (value !== "" && !/^\d{1,9}$/.test(value)) problems.push(`${name} is ${value}, not a whole number`);
    return Number(value);
  };
  const nodePlace = (): NodePlace => ({
    index: whole(nodeVariables.index),
    mainIndex: whole(nodeVariables.mainIndex),
    count: whole(nodeVariables.count),
    mainAddress: optional(nodeVariables.mainAddress),
    // A node's own id is `<job id>#<node>`.
    attempt: `${text(jobIdVariable).split("#")[0]}/${text(jobAttemptVariable)}`,
  });
  const settings: Settings = {
    workflow: text(env.workflow),
    runId: text(env.runId),
    manifest: text(env.manifest),
    position:
      whole(env.shardOffset) + (optional(arrayIndexVariable) === undefined ? 0 : whole(arrayIndexVariable)),
    platformBucket: text(env.platformBucket),
    table: text(env.table),
    tenantRole: text(env.tenantRole),
    egressProxy: optional(env.egressProxy),
    jobId: optional(jobIdVariable),
    node: optional(nodeVariables.index) === undefined ? undefined : nodePlace(),
    metadataUri: optional("ECS_CONTAINER_METADATA_URI_V4"),
  };
  if (problems.length > 0) {
    throw new BadConfigError(`the container's environment is incomplete: ${problems.join("; ")}`);
  }
  return settings;
}
