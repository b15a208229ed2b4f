import type { Block } from "../../authoring/block.ts";
import { MutableVariable } from "../../core/mutable-variable.ts";
import { rawJsonata, value } from "../../expression/jsonata-functions.ts";
import type { EvaluatesTo, Expr, Value } from "../../expression/types.ts";
import { chainOrder } from "./chain-order.ts";
import { recoverChain } from "./chain-recovery.ts";
import { type Chain, runSinks, submitStage } from "./chain-submission.ts";
import type { Consumption } from "./consumption.ts";

/** One stage of a chain. */
export interface ChainStage<Name extends string = string> {
  /** ARN with revision. */
  readonly jobDefinition: Value<string>;
  /** ARN; the stages of one chain may go to several queues. @default the chain's */
  readonly jobQueue?: Value<string>;
  /** The stages that must be done before; with a size above 1 each element waits only for its own. @default none */
  readonly needs?: readonly Name[];
  /** What each element holds of the account's consumable resources while it runs. @default nothing */
  readonly consumes?: readonly Consumption[];
}

/** The stages of a chain; `Need` is what they may need, which is to be one of them. */
export type ChainStages<Name extends string = string, Need extends string = Name> = Readonly<
  Record<Name, ChainStage<Need>>
>;

export interface BatchChainOptions {
  /** ARN of the queue of the stages that name none. */
  readonly jobQueue: Value<string>;
  /** Whose share of the queues the jobs count against, letters and digits; queues with fair shares refuse jobs without. @default none */
  readonly shareIdentifier?: Value<string>;
  /** How many elements each job has, 0–10,000. 0 submits nothing; 1 submits plain jobs: Batch refuses arrays of 1. */
  readonly size: Value<number>;
  /** What jobs are named after; the stage is added, what Batch refuses becomes `-`. @default the execution's name */
  readonly jobName?: Value<string>;
  /** Environment variables for all stages, on top of the job definitions'. */
  readonly environment?: Readonly<Record<string, Value<string>>>;
}

/** What became of a chain. */
export interface ChainOutcome<Name extends string = string> {
  /** Stage → job id, of the jobs that were submitted. */
  readonly jobs: { readonly [N in Name]?: string };
  /** What failed first; null when all stages succeeded. */
  readonly error: { readonly error: string; readonly cause: string } | null;
}

/** Adds the states of a chain. */
export function batchChain<Name extends string>(
  block: Block,
  name: string,
  stages: ChainStages<Name>,
  options: BatchChainOptions,
): Expr<ChainOutcome<Name>> {
  const chain: Chain = {
    name,
    stages,
    order: chainOrder(name, stages),
    options,
    jobs: new MutableVariable(`${name} jobs`),
    prefix: new MutableVariable(`${name} job name`),
  };
  const outcome: EvaluatesTo<ChainOutcome> =
    typeof options.size === "number" && options.size > 0
      ? run(block, chain)
      : block
          .choose(`${name}: anything to do?`)
          .when(value(options.size).gte(1), (then) => run(then, chain))
          .otherwise(() => nothing);
  return outcome as Expr<ChainOutcome<Name>>;
}

const nothing = { jobs: {}, error: null };

function run(block: Block, chain: Chain): Expr<ChainOutcome> {
  const { name, options, order, jobs, prefix } = chain;
  const jobName = value(options.jobName ?? block.context.execution.name);
  block.assign(name, [
    // A job's name has at most 128 letters, digits, "-" and "_"; its stage needs some of them.
    prefix.to(rawJsonata<string>`$substring($replace(${jobName}, /[^A-Za-z0-9_-]+/, '-'), 0, 90)`),
    jobs.to({}),
  ]);
  return block.attempt(
    `${name} outcome`,
    (body) => {
      for (const stage of order.stages) if (!order.sinks.includes(stage)) submitStage(body, chain, stage);
      return runSinks(body, chain);
    },
    (handler, error) => recoverChain(handler, chain, error),
  );
}
