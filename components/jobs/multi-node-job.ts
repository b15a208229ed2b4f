import * as batch from "@pulumi/aws/batch/index.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { ComponentResource, jsonStringify, output } from "@pulumi/pulumi";
import { defaultAttempts } from "../../contract/exit-codes.ts";
import { ArgumentChecks } from "../argument-error.ts";
import type { EnvironmentArgs } from "../compute/compute-environment.ts";
import type { containerProperties } from "./container-properties.ts";
import { jobDefinitionArgs } from "./job-definition-args.ts";
import { checkFit, type JobNeeds } from "./job-fit.ts";

/** An environment that multi-node parallel jobs can run in: Batch refuses them on Spot. */
export type OnDemandEnvironment = EnvironmentArgs & { readonly purchase: "on-demand" };

export interface MultiNodeJobArgs {
  /** The workflow's name. @example "find-duplicates" */
  readonly workflow: string;
  readonly stage: string;
  /** How many nodes, 2–1,000. Each has an instance of its own; the first is the main one. */
  readonly nodes: number;
  /** What each node's container asks for. */
  readonly needs: JobNeeds;
  /** How long an attempt of all nodes together may take, 60 s at least. */
  readonly timeout: number;
  /** How often it is tried when the main node fails, 1–10; that of another node is up to the main one. @default 3 */
  readonly attempts?: number;
  /** Of all nodes. */
  readonly container: Input<ReturnType<typeof containerProperties>>;
  /** Those of the queue that the job goes to, so that nodes that none of them can hold are refused. @default not checked */
  readonly environments?: readonly OnDemandEnvironment[];
}

/**
 * A job definition of several nodes that work together on one chunk and reach the main one over TCP. Batch starts all or none of them; when
 * the main node ends, the job ends as it did. https://docs.aws.amazon.com/batch/latest/userguide/multi-node-parallel-jobs.html
 */
export class MultiNodeJob extends ComponentResource {
  readonly definition: batch.JobDefinition;

  constructor(name: string, args: MultiNodeJobArgs, options?: ComponentResourceOptions) {
    super("batchline:worker:MultiNodeJob", name, {}, options);
    validate(name, args);
    const { nodes, container } = args;
    this.definition = new batch.JobDefinition(
      name,
      {
        type: "multinode",
        nodeProperties: jsonStringify(
          output(container).apply((properties) => ({
            mainNode: 0,
            numNodes: nodes,
            // Open at its upper end: a submission may ask for more or fewer nodes.
            nodeRangeProperties: [{ targetNodes: "0:", container: properties }],
          })),
        ),
        ...jobDefinitionArgs(args),
      },
      { parent: this },
    );
    this.registerOutputs({ arn: this.definition.arn });
  }
}

function validate(name: string, args: MultiNodeJobArgs): void {
  const { nodes, needs, environments } = args;
  const checks = new ArgumentChecks("MultiNodeJob", name);
  checks.wholeNumber("nodes", nodes, 2, 1_000);
  checks.wholeNumber("timeout", args.timeout, 60, 14 * 86_400);
  checks.wholeNumber("attempts", args.attempts ?? defaultAttempts, 1, 10);
  if (environments !== undefined) checkNodes(checks, "needs", { ...needs, nodes }, environments);
}

/**
 * Refuses nodes that the environments cannot hold all at once, and an environment on Spot that types could not keep out, for example one
 * from the stack's configuration.
 */
export function checkNodes(
  checks: ArgumentChecks,
  field: string,
  needs: JobNeeds & { readonly nodes: number },
  environments: readonly EnvironmentArgs[],
): void {
  const { nodes, vcpus } = needs;
  const spot = environments.find(({ purchase }) => purchase === "spot");
  if (spot !== undefined)
    checks.refuse(
      field,
      `Batch runs no multi-node parallel jobs on Spot, and the environment ${JSON.stringify(spot.name)} of its queue is; ` +
        "let it have environments on demand only",
    );
  checkFit(checks, field, needs, environments);
  const most = Math.max(...environments.map(({ maxVcpus }) => maxVcpus));
  if (nodes * vcpus > most)
    checks.refuse(
      field,
      `${nodes} nodes of ${vcpus} vCPUs start together or not at all, and no environment of its queue has more than ${most}; ` +
        "take fewer nodes, or raise its maxVcpus",
    );
}
