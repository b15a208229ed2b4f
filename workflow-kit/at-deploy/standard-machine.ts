import { CodedError } from "@batchline/diagnostics";
import type { Machine } from "@batchline/states";
import type { RunInput } from "../../contract/plan.ts";
import { closeStep } from "./close-step.ts";
import type { WorkflowErrorCode } from "./error-codes.ts";
import type { MachineParts } from "./machine-parts.ts";
import { planStep } from "./plan-step.ts";
import { runShards } from "./run-shards.ts";

/** The machine cannot run the workflow's stages. @example if (error instanceof MachineFitError) error.code // "BL-W004" */
export class MachineFitError extends CodedError<WorkflowErrorCode> {}

/**
 * The machine of most workflows: plan, then the chain of stages for each shard, then again with more memory, then summarise. It succeeds if all tenants did.
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
  closeStep(m, parts, plan, runShards(m, parts, plan));
}
