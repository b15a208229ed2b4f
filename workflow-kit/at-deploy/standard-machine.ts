import { type Machine, text } from "@batchline/states";
import { env } from "../../contract/env.ts";
import type { RunInput } from "../../contract/plan.ts";
import { closeStep } from "./close-step.ts";
import { jobsOfRunExpr } from "./job-name-expression.ts";
import type { MachineParts } from "./machine-parts.ts";
import { planStep } from "./plan-step.ts";

/**
 * The machine of a workflow that only works through its chunks: plan, then for each shard the chain of stages, then
 * summarise. It succeeds when all tenants did, and otherwise fails with the summary's reason.
 *
 * @throws {RangeError} when a stage has nodes, of which Batch has no arrays.
 */
export function standardMachine(m: Machine<RunInput>, parts: MachineParts): void {
  for (const [stage, { nodes }] of Object.entries(parts.stages)) {
    if (nodes !== undefined) {
      throw new RangeError(
        `workflow ${parts.workflow}: stages.${stage} has nodes, and the standard machine has none; use multiNodeMachine`,
      );
    }
  }
  const plan = planStep(m, parts);
  m.choose("Anything to do?").when(plan.chunks.eq(0), (then) => then.succeed("Nothing to do", plan));
  const shards = m.map("Each shard", plan.shards, (each, shard) => {
    const outcome = each.batchChain("Stages", parts.stages, {
      jobQueue: parts.jobQueue,
      shareIdentifier: parts.shareIdentifier,
      size: shard.size,
      jobName: text`${jobsOfRunExpr(parts.workflow, plan.runId)}-${shard.index}`,
      environment: {
        [env.runId]: plan.runId,
        [env.manifest]: plan.manifest,
        [env.shardOffset]: text`${shard.offset}`,
      },
    });
    const { index, offset, size } = shard;
    return { index, offset, size, jobs: outcome.jobs, error: outcome.error };
  });
  closeStep(m, parts, plan, shards);
}
