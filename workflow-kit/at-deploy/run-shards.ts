import { type Block, type Expr, type Machine, rawJsonata, text, type Value, value } from "@batchline/states";
import { env } from "../../contract/env.ts";
import type { PlanResult, RunInput, Shard } from "../../contract/plan.ts";
import type { ShardOutcome } from "../../contract/summary.ts";
import type { MachineParts } from "./machine-parts.ts";
import { jobsOfRunExpr } from "./plan-step.ts";

/** Stage → the memory that its containers may get in MiB. */
type Growing = Readonly<Record<string, readonly number[]>>;

/**
 * Runs the chain of stages for each shard of the plan. Then submits the chunks again that ran out of memory, with more of it, as often as the
 * stages declare. Returns the outcomes of all shards, for `closeStep`.
 * @example closeStep(m, parts, plan, runShards(m, parts, plan));
 */
export function runShards(
  m: Machine<RunInput>,
  parts: MachineParts,
  plan: Expr<PlanResult>,
): Expr<ShardOutcome[]> {
  const growing: Growing = Object.fromEntries(
    Object.entries(parts.stages).flatMap(([stage, { memorySizes }]) =>
      memorySizes ? [[stage, memorySizes]] : [],
    ),
  );
  const most = Math.max(0, ...Object.values(growing).map((sizes) => sizes.length - 1));
  const run: Run = { parts, runId: plan.runId, execution: m.context.execution.name, growing, most };
  const outcomes = chains(m, run, "", { manifest: plan.manifest, shards: plan.shards });
  return nextRound(m, run, 1, { last: outcomes, all: outcomes });
}

interface Run {
  readonly parts: MachineParts;
  readonly runId: Expr<string>;
  readonly execution: Expr<string>;
  readonly growing: Growing;
  /** Of rounds. */
  readonly most: number;
}

interface Outcomes {
  /** Of the shards that were submitted last. */
  readonly last: Expr<ShardOutcome[]>;
  readonly all: Expr<ShardOutcome[]>;
}

/** Asks which chunks ran out of memory, runs them, and goes on with the next round. */
function nextRound(block: Block, run: Run, round: number, { last, all }: Outcomes): Expr<ShardOutcome[]> {
  if (round > run.most) return all;
  const { parts, runId, execution, growing } = run;
  const failed = rawJsonata<boolean>`$exists(${last}[error != null])`;
  return block
    .choose(`Round ${round}: any failure?`)
    .when(failed, (then) => {
      const again = then.invoke(`Round ${round}: out of memory?`, parts.rounds, {
        again: { workflow: parts.workflow, runId, execution, round, memoryMiB: growing, shards: last },
      });
      return then
        .choose(`Round ${round}: any chunk?`)
        .when(again.shards.count().gte(1), (more) => {
          const outcomes = chains(more, run, `Round ${round}: `, again, Object.keys(growing));
          const both = rawJsonata<ShardOutcome[]>`$append(${all}, ${outcomes})`;
          return nextRound(more, run, round + 1, { last: outcomes, all: both });
        })
        .otherwise(() => all);
    })
    .otherwise(() => all);
}

/** Runs the chain of stages for each shard. @param growing The stages whose memory the shard names. @default none */
function chains(
  block: Block,
  { parts, runId, execution }: Run,
  prefix: string,
  { manifest, shards }: { readonly manifest: Value<string>; readonly shards: Expr<readonly Shard[]> },
  growing: readonly string[] = [],
): Expr<ShardOutcome[]> {
  return block.map(`${prefix}Each shard`, shards, (each, shard) => {
    const memoryOf = (stage: string) => rawJsonata<number>`$lookup(${shard}.memoryMiB, ${value(stage)})`;
    const outcome = each.batchChain(`${prefix}Stages`, parts.stages, {
      jobQueue: parts.jobQueue,
      shareIdentifier: parts.shareIdentifier,
      size: shard.size,
      jobName: text`${jobsOfRunExpr(parts.workflow, runId, execution)}-${shard.index}`,
      environment: {
        [env.runId]: runId,
        [env.execution]: execution,
        [env.manifest]: manifest,
        [env.shardOffset]: text`${shard.offset}`,
      },
      memoryMiB: Object.fromEntries(growing.map((stage) => [stage, memoryOf(stage)])),
    });
    const { index, offset, size } = shard;
    return { index, offset, size, jobs: outcome.jobs, error: outcome.error };
  });
}
