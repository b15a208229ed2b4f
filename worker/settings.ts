import { env, jobIdVariable } from "../contract/env.ts";
import { jobAttemptVariable, nodeVariables } from "../contract/nodes.ts";
import { outputAttempt } from "../contract/output-attempt.ts";
import { BadConfigError } from "../workflow-kit/at-run/errors.ts";
import type { NodePlace } from "../workflow-kit/at-run/nodes/node.ts";

export type Settings = ReturnType<typeof readSettings>;

/** Reads the variables of the job definition, the submission and Batch. An empty one counts as absent. @throws {BadConfigError} with every variable that is missing or wrong. */
export function readSettings(environment: NodeJS.ProcessEnv) {
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
    attempt,
  });
  const jobId = text(jobIdVariable);
  const attempt = outputAttempt(jobId, whole(jobAttemptVariable));
  const settings = {
    workflow: text(env.workflow),
    runId: text(env.runId),
    /** ARN of the broker's function. */
    broker: text(env.broker),
    table: text(env.table),
    /** Own failures after which the job ends; Infinity where Batch's count is the limit. */
    attempts: optional(env.attempts) === undefined ? Number.POSITIVE_INFINITY : whole(env.attempts),
    egressProxy: optional(env.egressProxy),
    jobId,
    /** This attempt at the stage. */
    attempt,
    /** Present on a node of a multi-node parallel job. */
    node: optional(nodeVariables.index) === undefined ? undefined : nodePlace(),
    /** ECS's task metadata endpoint, version 4. */
    metadataUri: optional("ECS_CONTAINER_METADATA_URI_V4"),
  };
  if (problems.length > 0) {
    throw new BadConfigError(`the container's environment is incomplete: ${problems.join("; ")}`);
  }
  return settings;
}
