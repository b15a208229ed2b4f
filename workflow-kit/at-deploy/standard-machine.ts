import { CodedError } from "@batchline/diagnostics";
import { type Machine, text } from "@batchline/states";
import { env } from "../../contract/env.ts";
import type { RunInput } from "../../contract/plan.ts";
import { closeStep } from "./close-step.ts";
import type { WorkflowErrorCode } from "./error-codes.ts";
import type { MachineParts } from "./machine-parts.ts";
import { jobsOfRunExpr, planStep } from "./plan-step.ts";

/** The machine cannot run the workflow's stages. @example if (error instanceof MachineFitError) error.code // "BL-W004" */
export class MachineFitError extends CodedError<WorkflowErrorCode> {}

/**
 * The machine of most workflows: plan, then the chain of stages for each shard, then summarise. It succeeds if all tenants did.
 * @throws {MachineFitError} BL-W004 when a stage has nodes: Batch has no arrays of multi-node jobs.
 * @example machine: standardMachine
 */
export function standardMachine(m: Machine<RunInput>, parts: MachineParts): void {
  for (const [stage, { nodes }] of Object.entries(parts.stages)) {
    if (nodes !== undefined) {
      throw new MachineFitError(
        "BL-W004",
        `workflow ${parts.workflow}: standardMachine cannot run stages.${stage}, which has nodes; use multiNodeMachine`,
      );
    }
  }
  const plan = planStep(m, parts);
  m.choose("Anything to do?").when(plan.chunks.eq(0), (then) => then.succeed("Nothing to do", plan));
  const execution = m.context.execution.name;
  const shards = m.map("Each shard", plan.shards, (each, shard) => {
    const outcome = each.batchChain("Stages", parts.stages, {
      jobQueue: parts.jobQueue,
      shareIdentifier: parts.shareIdentifier,
      size: shard.size,
      jobName: text`${jobsOfRunExpr(parts.workflow, plan.runId, execution)}-${shard.index}`,
      environment: {
        [env.runId]: plan.runId,
        [env.execution]: execution,
        [env.manifest]: plan.manifest,
        [env.shardOffset]: text`${shard.offset}`,
      },
    });
    const { index, offset, size } = shard;
    return { index, offset, size, jobs: outcome.jobs, error: outcome.error };
  });
  closeStep(m, parts, plan, shards);
}
