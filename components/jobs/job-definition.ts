import * as batch from "@pulumi/aws/batch/index.js";
import type { CustomResourceOptions, Input } from "@pulumi/pulumi";
import { jsonStringify } from "@pulumi/pulumi";
import { defaultAttempts } from "../../contract/exit-codes.ts";
import type { containerProperties } from "./container-properties.ts";
import { retryStrategy } from "./spot-retry.ts";

/** What job definitions of one container or several have in common. */
export interface JobSpec {
  /** The workflow's name. @example "nightly-report" */
  readonly workflow: string;
  /** @example "fetch" */
  readonly stage: string;
  /** Most attempts by Batch, 1–10, those that a reclaimed instance ends included. @default 3 @example 5 */
  readonly attempts?: number | undefined;
  /** Time limit of one attempt in seconds. For a multi-node job it covers all nodes together. @example 3600 */
  readonly timeout: number;
  /** The container, or every node's. @example containerProperties(spec) */
  readonly container: Input<ReturnType<typeof containerProperties>>;
}

/** Declares the job definition of one container. */
export function jobDefinition(name: string, spec: JobSpec, options: CustomResourceOptions) {
  const container = { type: "container", containerProperties: jsonStringify(spec.container) };
  const args = { ...container, platformCapabilities: ["EC2"], ...jobDefinitionArgs(spec) };
  return new batch.JobDefinition(name, args, options);
}

/** The arguments that every job definition has. */
export function jobDefinitionArgs({ workflow, stage, attempts, timeout }: Omit<JobSpec, "container">) {
  return {
    retryStrategy: retryStrategy(attempts ?? defaultAttempts),
    timeout: { attemptDurationSeconds: timeout },
    // A queue that workflows share refuses a job without one. The provider drops 0.
    schedulingPriority: 1,
    propagateTags: true,
    // A running execution keeps using the revision that it started with.
    deregisterOnNewRevision: false,
    tags: { workflow, stage },
  };
}
