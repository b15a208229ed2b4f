import * as batch from "@pulumi/aws/batch/index.js";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { ComponentResource, jsonStringify } from "@pulumi/pulumi";
import { defaultAttempts } from "../../contract/exit-codes.ts";
import { stageLimits } from "../../workflow-kit/at-deploy/stage-limits.ts";
import { ArgumentChecks } from "../argument-error.ts";
import type { EnvironmentArgs } from "../compute/compute-environment.ts";
import { type JobSpec, jobDefinitionArgs } from "./job-definition.ts";
import { checkFit, type JobNeeds } from "./job-fits-instances.ts";

export interface MultiNodeJobArgs extends JobSpec {
  /** Number of nodes, 2–1,000. Each has its own instance; the first is the main node. @example 4 */
  readonly nodes: number;
  /** What each node's container requests. @example { vcpus: 4, memoryMiB: 8192 } */
  readonly needs: JobNeeds;
  /** The environments of the job's queue, to reject nodes that none of them can hold. @default not checked @example [{ name: "od", purchase: "on-demand", maxVcpus: 256, instanceTypes: ["m7g"] }] */
  readonly environments?: readonly (EnvironmentArgs & { readonly purchase: "on-demand" })[];
}

/**
 * A job definition of several nodes that work on one chunk together and reach the main node over TCP. Batch starts all
 * nodes or none. The job ends when the main node ends, with its result. Batch retries it when the main node fails.
 * https://docs.aws.amazon.com/batch/latest/userguide/multi-node-parallel-jobs.html @throws {ArgumentError}
 * @example
 * const needs = { vcpus: 2, memoryMiB: 2048 };
 * new MultiNodeJob("compare", { workflow: "nightly-report", stage: "compare", nodes: 3, needs, timeout: 600, container });
 */
export class MultiNodeJob extends ComponentResource {
  readonly definition: batch.JobDefinition;

  constructor(name: string, args: MultiNodeJobArgs, options?: ComponentResourceOptions) {
    super("batchline:worker:MultiNodeJob", name, {}, options);
    validate(name, args);
    const { nodes, container } = args;
    // No upper end, because a submission may request more or fewer nodes.
    const nodeRangeProperties = [{ targetNodes: "0:", container }];
    const nodeProperties = jsonStringify({ mainNode: 0, numNodes: nodes, nodeRangeProperties });
    const definition = { type: "multinode", nodeProperties, ...jobDefinitionArgs(args) };
    this.definition = new batch.JobDefinition(name, definition, { parent: this });
    this.registerOutputs({ arn: this.definition.arn });
  }
}

function validate(name: string, args: MultiNodeJobArgs): void {
  const { nodes, needs, environments } = args;
  const checks = new ArgumentChecks("MultiNodeJob", name);
  checks.within("nodes", nodes, stageLimits.nodes);
  checks.within("timeout", args.timeout, stageLimits.timeout);
  checks.within("attempts", args.attempts ?? defaultAttempts, stageLimits.attempts);
  if (environments !== undefined) checkNodes(checks, "needs", { ...needs, nodes }, environments);
}

/** Rejects nodes that the environments cannot hold all at once, and Spot environments, for example from configuration. */
export function checkNodes(
  checks: ArgumentChecks,
  field: string,
  needs: JobNeeds & { readonly nodes: number },
  environments: readonly EnvironmentArgs[],
): void {
  const { nodes, vcpus } = needs;
  const spot = environments.find(({ purchase }) => purchase === "spot");
  if (spot !== undefined)
    checks.fail(
      "BL-K006",
      field,
      `Batch runs no multi-node parallel jobs on Spot, and the environment ${JSON.stringify(spot.name)} of its queue ` +
        "uses Spot; give the queue on-demand environments only",
    );
  checkFit(checks, field, needs, environments);
  const most = Math.max(...environments.map(({ maxVcpus }) => maxVcpus));
  if (nodes * vcpus > most)
    checks.fail(
      "BL-K005",
      field,
      `${nodes} nodes of ${vcpus} vCPUs start together or not at all, and no environment of its queue has more than ${most}; ` +
        "use fewer nodes, or raise its maxVcpus",
    );
}
